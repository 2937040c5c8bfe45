"""Whether a module defines the function that Lambda is to call."""

import ast
from collections.abc import Iterator

from lambda_zip.steps.errors import BuildError


def check_handler(path: str, tree: ast.Module, function: str) -> None:
    """Check that a module binds a name that Lambda can call.

    Args:
        path: The module's file, for the error.
        tree: The parsed module.
        function: The handler's name.

    Raises:
        BuildError: Nothing at the module's top level binds it, or a coroutine function does.
    """
    bindings = dict(_bindings(tree.body))
    if function not in bindings:
        raise BuildError(
            f"{path}: defines no `{function}`, which the field `handler` names. Define it there or "
            "correct the field."
        )
    if isinstance(bindings[function], ast.AsyncFunctionDef):
        raise BuildError(
            f"{path}: `{function}` is a coroutine function, which Lambda cannot call. Make it a "
            "plain function."
        )


def _bindings(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name, statement
            case ast.Assign():
                for target in statement.targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            yield node.id, statement
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                yield name, statement
            case ast.Import() | ast.ImportFrom():
                for alias in statement.names:
                    yield alias.asname or alias.name.partition(".")[0], statement
            case ast.If() | ast.Try() | ast.With():
                for inner in (*statement.body, *getattr(statement, "orelse", ())):
                    yield from _bindings([inner])
