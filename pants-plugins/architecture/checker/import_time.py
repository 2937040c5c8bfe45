"""What runs when a module is imported, and what of it must not."""

import ast
from collections.abc import Iterable, Iterator

from .forbidden_calls import Effect, effect_of
from .syntax import blocks, is_type_checking
from .tree import Module, Unit
from .violation import Violation

IMPORT_TIME = "import-time"
RULES = (IMPORT_TIME,)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def check(unit: Unit) -> Iterator[Violation]:
    """Check what the unit's modules do while they are imported."""
    for module in unit.modules:
        is_test = "tests" in module.path.parts
        for call, effect, way in _Importing(module).forbidden_calls():
            if effect.in_tests or not is_test:
                yield Violation(
                    str(module.path),
                    call.lineno,
                    IMPORT_TIME,
                    f"importing this module {effect.does}: `{ast.unparse(call.func)}(...)`{way}",
                    "move it into a function that is called when an event needs it",
                )


def executed_at_import(module: Module) -> Iterator[ast.stmt]:
    """The statements that run while `module` is imported, those in class bodies too."""
    return _executed(module.body)


def _executed(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If) and (
            is_type_checking(statement.test) or _is_main_guard(statement.test)
        ):
            yield from _executed(statement.orelse)
            continue
        yield statement
        if not isinstance(statement, _Function):
            for block in blocks(statement):
                yield from _executed(block)


def _is_main_guard(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
    )


class _Importing:
    """The import of one module, followed into the functions of the same module that it calls."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._names = module.names
        self._functions: dict[str, _Function] = {}
        for statement in module.body:
            if isinstance(statement, _Function):
                self._functions[statement.name] = statement
            elif isinstance(statement, ast.ClassDef):
                for method in statement.body:
                    if isinstance(method, _Function) and method.name == "__init__":
                        self._functions[statement.name] = method

    def forbidden_calls(self) -> Iterator[tuple[ast.Call, Effect, str]]:
        """Each forbidden call, its effect, and by which function of the module it is reached."""
        for statement in executed_at_import(self._module):
            for call in _calls(_own_expressions(statement)):
                found = self._forbidden(call, frozenset())
                if found is not None:
                    yield call, *found

    def _forbidden(self, call: ast.Call, entered: frozenset[str]) -> tuple[Effect, str] | None:
        name = self._names.of(call.func)
        effect = effect_of(name, call)
        if effect is not None:
            return effect, ""
        function = self._functions.get(name or "")
        if name is None or function is None or name in entered:
            return None
        for statement in _executed(function.body):
            for inner in _calls(_own_expressions(statement)):
                found = self._forbidden(inner, entered | {name})
                if found is not None:
                    effect, way = found
                    return effect, way or (
                        f", which calls `{ast.unparse(inner.func)}(...)` in line {inner.lineno}"
                    )
        return None


def _own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions that `statement` evaluates itself, without the statements nested in it."""
    if isinstance(statement, _Function):
        yield from statement.decorator_list
        yield from statement.args.defaults
        yield from (default for default in statement.args.kw_defaults if default is not None)
        return
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
        elif isinstance(child, ast.withitem):
            yield child.context_expr


def _calls(expressions: Iterable[ast.expr]) -> Iterator[ast.Call]:
    pending: list[ast.AST] = list(expressions)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.Lambda | ast.Name | ast.Constant):
            pending.extend(ast.iter_child_nodes(node))
