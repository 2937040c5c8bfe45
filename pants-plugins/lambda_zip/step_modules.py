"""The modules of lambda_zip.steps as a sandbox gets them, and how one of them is started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Tuple

from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.rules import Get, collect_rules, rule
from pants.util.frozendict import FrozenDict

_ROOT = ".steps"
_STEPS = Path(__file__).parent / "steps"
STEPS_ENVIRONMENT = FrozenDict(PYTHONPATH=_ROOT, PYTHONHASHSEED="0", PYTHONUTF8="1")


@dataclass(frozen=True)
class StepModules:
    digest: Digest


@rule
async def step_modules() -> StepModules:
    contents = [FileContent(f"{_ROOT}/lambda_zip/__init__.py", b"")]
    for source in sorted(_STEPS.glob("*.py")):
        if not source.name.endswith("_test.py"):
            path = f"{_ROOT}/lambda_zip/steps/{source.name}"
            contents.append(FileContent(path, source.read_bytes()))
    return StepModules(await Get(Digest, CreateDigest(contents)))


def step_argv(python: str, module: str, *arguments: str) -> Tuple[str, ...]:
    """The command that runs a step.

    Args:
        python: The interpreter's path.
        module: The step's name in lambda_zip.steps.
        arguments: What it is given.
    """
    # Without site: what else the interpreter loads could change the bytecode (marshal marks what is
    # shared), so nothing of the machine is loaded.
    return (python, *("-B", "-s", "-S", "-m", f"lambda_zip.steps.{module}"), *arguments)


def rules() -> Iterable[object]:
    return collect_rules()
