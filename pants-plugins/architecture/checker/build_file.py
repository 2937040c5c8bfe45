"""A lambda's BUILD: one line, since everything follows from the layout."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from .tree import Unit
from .violation import Violation

BUILD_MINIMAL = "build-minimal"
RULES = (BUILD_MINIMAL,)

TARGET = "lambda_function"


def check(unit: Unit) -> Iterator[Violation]:
    """Check that a lambda has one BUILD file with one target."""
    if not unit.is_lambda:
        return
    for file in unit.files:
        if file.name == "BUILD" or file.name.startswith("BUILD."):
            if file == PurePosixPath("BUILD"):
                yield from _check_file(unit, file)
            else:
                yield Violation(
                    str(unit.folder / file),
                    1,
                    BUILD_MINIMAL,
                    "a lambda has one BUILD file, in its own folder",
                    f"delete this one; what is special goes into the fields of `{TARGET}(...)`",
                )


def _check_file(unit: Unit, file: PurePosixPath) -> Iterator[Violation]:
    path = str(unit.folder / file)
    try:
        body = ast.parse(unit.text(file)).body
    except SyntaxError as error:
        yield Violation(
            path, error.lineno or 1, BUILD_MINIMAL, "the file does not parse", "correct it"
        )
        return
    targets = [statement for statement in body if _called(statement) == TARGET]
    if not targets:
        yield Violation(
            path, 1, BUILD_MINIMAL, f"there is no `{TARGET}(...)`", f"add the line `{TARGET}()`"
        )
    for statement in body:
        if statement not in targets[:1]:
            yield Violation(
                path,
                statement.lineno,
                BUILD_MINIMAL,
                f"`{ast.unparse(statement).splitlines()[0]}` stands beside the one `{TARGET}(...)`",
                f"delete it; what is special goes into the fields of `{TARGET}(...)`",
            )


def _called(statement: ast.stmt) -> str | None:
    if (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
    ):
        return statement.value.func.id
    return None
