"""Names of lambdas and of their modules."""

import keyword
import re
import sys
from collections.abc import Iterator

from .tree import Unit
from .violation import Violation

LAMBDA_NAME = "lambda-name"
MODULE_NAME = "module-name"
RULES = (LAMBDA_NAME, MODULE_NAME)

# AWS: CreateFunction, FunctionName.
MAXIMUM_LENGTH = 64
_LAMBDA = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_MODULE = re.compile(r"_?[a-z][a-z0-9]*(_[a-z0-9]+)*|__init__|__main__")
# The file name's end that each of the pattern's folders asks for.
SUFFIXES = {
    "core/services": "_service",
    "domain/models": "_models",
    "domain/operations": "_operations",
    "domain/commands": "_commands",
}


def check(unit: Unit) -> Iterator[Violation]:
    """Check a lambda's own name and the names of its modules."""
    if not unit.is_lambda:
        return
    for problem, remedy in _wrong_with(unit.name):
        yield Violation(str(unit.folder), 1, LAMBDA_NAME, problem, remedy)
    for module in unit.modules:
        path = module.path
        folder = module.file.parent
        stem = path.stem
        if not _MODULE.fullmatch(stem) or not all(map(_MODULE.fullmatch, folder.parts)):
            yield Violation(
                str(path),
                1,
                MODULE_NAME,
                f"`{folder / stem}` is not snake_case",
                "rename it with lower-case words joined by underscores",
            )
        suffix = SUFFIXES.get(folder.as_posix(), "")
        if not stem.startswith("_") and not stem.endswith(suffix):
            yield Violation(
                str(path),
                1,
                MODULE_NAME,
                f"a module of {folder}/ is named `<subject>{suffix}.py`, this one `{path.name}`",
                f"rename it, e.g. `{stem}{suffix}.py`, or move it to where it belongs",
            )


def _wrong_with(name: str) -> Iterator[tuple[str, str]]:
    example = "rename the folder, e.g. `generic_send_email`"
    if not _LAMBDA.fullmatch(name):
        yield f"`{name}` is not snake_case `project_functionality`", example
    if keyword.iskeyword(name) or name in sys.stdlib_module_names:
        kind = "keyword" if keyword.iskeyword(name) else "module of the standard library"
        yield f"`{name}` is a Python {kind}, so the lambda can't be imported by it", example
    if len(name) > MAXIMUM_LENGTH:
        yield (
            f"the name has {len(name)} characters and AWS allows {MAXIMUM_LENGTH}",
            "shorten the folder's name",
        )
