"""What main.py has for an entry point, and what has to become of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from architecture.checker.entry_point import call_of_lambda_main
from architecture.checker.tree import Module, Unit

__all__ = ["entry_points"]

_PARAMETERS = ("event", "context")
_REMEDY = "let `main = lambda_main({arguments})` of mew.core take its place"


def entry_points(unit: Unit) -> list[tuple[int, str, str]]:
    """What in a lambda's main.py has to change for it to be started at `main.main`.

    Each is a line, what is there and the remedy; nothing where mew makes `main`.
    """
    module = unit.module("main.py")
    if module is None or isinstance(module.tree, SyntaxError) or call_of_lambda_main(unit):
        return []
    found = list(_handlers(module))
    if found:
        return found
    remedy = _REMEDY.format(arguments="http=..., jobs=...")
    return [(1, "main.py has no function of an event and a context", remedy)]


def _handlers(module: Module) -> Iterator[tuple[int, str, str]]:
    for statement in module.body:
        match statement:
            case ast.FunctionDef(name=name, args=ast.arguments(args=arguments)):
                given = tuple(argument.arg.strip("_") for argument in arguments)
                if given[:2] == _PARAMETERS or name in ("main", "handler", "lambda_handler"):
                    yield statement.lineno, f"`{name}` is a function", _for_a_function(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=called)):
                if (module.names.of(called) or "").rpartition(".")[2] == "Mangum":
                    remedy = _REMEDY.format(arguments="http=_http")
                    how = "with `_http` a function that imports and returns the app; mew has Mangum"
                    yield statement.lineno, f"`{name}` is made by Mangum", f"{remedy}, {how}"


def _for_a_function(name: str) -> str:
    remedy = _REMEDY.format(arguments="http=..., jobs=...")
    return (
        f"{remedy}; what `{name}` does with the event becomes routes in endpoint/routes/ or jobs in "
        "endpoint/jobs.py"
    )
