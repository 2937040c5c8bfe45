"""`main` in main.py: made by mew, and cheap to import."""

import ast
import sys
from collections.abc import Iterator

from .import_time import executed_at_import
from .syntax import Import
from .tree import Module, Unit
from .violation import Violation

ENTRY_POINT = "entry-point"
LAZY_MAIN = "lazy-main"
RULES = (ENTRY_POINT, LAZY_MAIN)

_FACTORY = "mew.core.lambda_main"
_EXAMPLE = "write `main = lambda_main(http=..., jobs=...)` with `from mew.core import lambda_main`"


def call_of_lambda_main(unit: Unit) -> ast.Call | None:
    """The call of mew.core.lambda_main that makes a lambda's `main`, where there is one."""
    module = unit.module("main.py")
    assignment = _assignment(module) if module else None
    if module is None or assignment is None:
        return None
    value = assignment.value
    if isinstance(value, ast.Call) and module.names.of(value.func) == _FACTORY:
        return value
    return None


def check(unit: Unit) -> Iterator[Violation]:
    """Check a lambda's main.py."""
    module = unit.module("main.py") if unit.is_lambda else None
    if module is None or isinstance(module.tree, SyntaxError):
        return
    assignment = _assignment(module)
    if assignment is None:
        yield Violation(
            str(module.path), 1, ENTRY_POINT, "no `main` is assigned at module level", _EXAMPLE
        )
    elif call_of_lambda_main(unit) is None:
        made = ast.unparse(assignment.value) if assignment.value else "nothing"
        yield Violation(
            str(module.path),
            assignment.lineno,
            ENTRY_POINT,
            f"`main` is made by `{made}`, not by mew's lambda_main",
            _EXAMPLE,
        )
    yield from _eager_imports(module)


def _assignment(module: Module) -> ast.Assign | ast.AnnAssign | None:
    for statement in module.body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        if any(isinstance(target, ast.Name) and target.id == "main" for target in targets):
            return statement
    return None


def _eager_imports(module: Module) -> Iterator[Violation]:
    eager = {id(statement) for statement in executed_at_import(module)}
    for imported in module.imports:
        if id(imported.node) in eager and not _is_cheap(imported):
            yield Violation(
                str(module.path),
                imported.node.lineno,
                LAZY_MAIN,
                f"`{ast.unparse(imported.node)}` runs for every event, whatever the event needs",
                "import it inside the function that lambda_main is given (`def _http(): ...`)",
            )


def _is_cheap(imported: Import) -> bool:
    if imported.level:
        return False
    return imported.root == "mew" or imported.root in sys.stdlib_module_names
