"""For the plugins' tests: a tiny repository, and real Pants runs in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Mapping, Sequence

PLUGINS = Path(__file__).parents[1]
LOCKS = PLUGINS.parent / "3rdparty/python"
_RUN_LIMIT_SECONDS = 240

_PANTS_TOML = """\
[GLOBAL]
pants_version = "2.17.1"
pythonpath = ["{plugins}"]
backend_packages = {backends}
colors = false
dynamic_ui = false

[anonymous-telemetry]
enabled = false

[source]
root_patterns = ["/lambdas", "/libs", "/"]

[python]
interpreter_constraints = ["CPython==3.13.*"]
interpreter_versions_universe = ["3.13"]
enable_resolves = true
default_resolve = "code"
resolves_generate_lockfiles = false

[python.resolves]
{resolves}

[pex-cli]
version = "v2.100.5"
"""


class TinyRepository:
    """A repository with some of this one's plugins; call `close()` at its end.

    Args:
        root: Where to make it.
        backends: What Pants loads besides its own Python backend.
        locks: The text of each resolve's lock; the resolve `code` is the default one.
        settings: More of pants.toml.
    """

    def __init__(
        self, root: Path, backends: Sequence[str], locks: Mapping[str, str], settings: str = ""
    ) -> None:
        self.root = root
        for name, lock in locks.items():
            self.write(f"3rdparty/python/{name}.lock", lock)
        resolves = "\n".join(f'{name} = "3rdparty/python/{name}.lock"' for name in locks)
        toml = _PANTS_TOML.format(
            plugins=PLUGINS, backends=["pants.backend.python", *backends], resolves=resolves
        )
        self.write("pants.toml", toml + settings)

    def write(self, path: str, text: str) -> None:
        """Write a file, given by its path from the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Pants."""
        return subprocess.run(
            [sys.executable, "-m", "pants", *arguments],
            cwd=self.root,
            env={
                **os.environ,
                "NO_SCIE_WARNING": "1",
                # Pants itself is not in the environment of the tests' runner, but beside it.
                "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
            },
            capture_output=True,
            text=True,
            timeout=_RUN_LIMIT_SECONDS,
            check=False,
        )

    def close(self) -> None:
        """Stop the repository's own daemon."""
        for pid_file in self.root.glob(".pids/*/pantsd/pid"):
            os.kill(int(pid_file.read_text()), signal.SIGTERM)
