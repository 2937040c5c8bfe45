from __future__ import annotations

import os.path
from dataclasses import dataclass
from typing import Iterable

from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.backend.python.target_types import ConsoleScript, PythonSourceField
from pants.core.util_rules.config_files import ConfigFilesRequest
from pants.engine.rules import collect_rules
from pants.engine.target import FieldSet
from pants.option.option_types import SkipOption


@dataclass(frozen=True)
class RuffFieldSet(FieldSet):
    required_fields = (PythonSourceField,)

    source: PythonSourceField


class Ruff(PythonToolBase):
    options_scope = "ruff"
    name = "ruff"
    help = "The ruff formatter and linter (https://docs.astral.sh/ruff/)."

    default_version = "ruff>=0.17,<1"
    default_main = ConsoleScript("ruff")
    default_requirements = [default_version]
    default_interpreter_constraints = ["CPython==3.13.*"]
    register_interpreter_constraints = True
    # Demanded by the base class and never read: pants.toml installs the tool from a resolve of ours.
    default_lockfile_resource = ("ruff_backend", "ruff.lock")

    skip = SkipOption("fmt", "fix", "lint")

    def config_request(self, dirs: Iterable[str]) -> ConfigFilesRequest:
        """The configuration files that ruff finds for files in the folders `dirs`."""
        return ConfigFilesRequest(
            discovery=True,
            check_existence=[os.path.join(folder, "ruff.toml") for folder in ("", *dirs)],
            check_content={
                os.path.join(folder, "pyproject.toml"): b"[tool.ruff" for folder in ("", *dirs)
            },
        )


def rules():
    return collect_rules()
