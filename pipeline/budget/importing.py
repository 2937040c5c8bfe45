"""Finds out what the entry module of an artifact loads, in a process of its own."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.local.environment_variables import function_environment
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.process import FunctionProcess, exit_reason
from pipeline.local.version import Version

from . import import_program
from .counted import is_counted
from .errors import ImportFailed
from .imports import Importer, Imports
from .output_tail import OutputTail

__all__ = ["imports_of"]

# Nobody listens there: what speaks to AWS while it is imported fails at once.
_NOWHERE = "127.0.0.1:9"


class _Report(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entry: str
    modules: dict[str, tuple[Literal["artifact", "runtime", "standard library"], str, int]]


def imports_of(version: Version, runtime: ManagedRuntime, seconds: float) -> Imports:
    """Imports the handler's module on the function's interpreter, with its environment variables.

    Args:
        version: its configuration says how the function is initialised, on demand or ahead.
        runtime: the interpreter.
        seconds: how long it may take.

    Raises:
        ImportFailed: it raised, ended the process or took longer; the end of its output is shown.
    """
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        report = Path(folder) / "report.json"
        said = _run(version, runtime, Path(folder), report, seconds)
        try:
            found = _Report.model_validate_json(report.read_bytes())
        except (OSError, ValidationError) as error:
            raise _failed(version, "ended without a report of its modules", said) from error
    return Imports(
        entry=found.entry,
        modules=tuple(sorted(n for n, (kind, *_) in found.modules.items() if is_counted(n, kind))),
        importers={n: Importer(by, line) for n, (_, by, line) in found.modules.items() if by},
    )


def _run(
    version: Version, runtime: ManagedRuntime, folder: Path, report: Path, seconds: float
) -> OutputTail:
    ended, code, said = threading.Event(), list[int](), OutputTail()

    def on_exit(return_code: int) -> None:
        code.append(return_code)
        ended.set()

    program = Path(import_program.__file__).resolve()
    arguments = (version.code.path, runtime.packages, version.configuration.handler, report)
    process = FunctionProcess(
        runtime.program("-I", "-S", str(program), *map(str, arguments)),
        function_environment(
            version,
            runtime,
            runtime_api=_NOWHERE,
            endpoint_url=f"http://{_NOWHERE}",
            temporary=folder,
        ),
        version.code.path,
        on_exit=on_exit,
        on_message=said.add,
    )
    try:
        in_time = ended.wait(seconds)
    finally:
        process.close()
    if not in_time:
        raise _failed(version, f"was not imported within {seconds:g} s", said)
    if code[0] != 0:
        raise _failed(version, f"can't be imported ({exit_reason(code[0])})", said)
    return said


def _failed(version: Version, what: str, said: OutputTail) -> ImportFailed:
    return ImportFailed(
        f"{version.configuration.handler} {what}",
        f"Mend it; `./pants run pipeline:local -- invoke` runs the same zip{said}",
    )
