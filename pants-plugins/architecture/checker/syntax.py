"""Reading Python without running it: statements, imports and what names stand for."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Statements without statements in them, which most are.
_SIMPLE = frozenset(
    {
        ast.AnnAssign,
        ast.Assert,
        ast.Assign,
        ast.AugAssign,
        ast.Expr,
        ast.Import,
        ast.ImportFrom,
        ast.Pass,
        ast.Raise,
        ast.Return,
    }
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement.

    Args:
        node: The statement.
        target: The dotted name that `from` or `import` names, made absolute; of an `import a, b`
            there is one `Import` each.
        names: What `from ... import` names; empty for `import`.
        escapes: Whether a relative import has more dots than the module has packages.
    """

    node: ast.Import | ast.ImportFrom
    target: str
    names: tuple[str, ...] = ()
    escapes: bool = False

    @property
    def root(self) -> str:
        """The top package that is imported."""
        return self.target.partition(".")[0]

    @property
    def level(self) -> int:
        """How many dots the import starts with."""
        return self.node.level if isinstance(self.node, ast.ImportFrom) else 0


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of `body`, nested ones too, in their order.

    Expressions hold no statements and are not entered.
    """
    pending = list(body)
    pending.reverse()
    while pending:
        statement = pending.pop()
        yield statement
        if type(statement) not in _SIMPLE:
            nested = [inner for block in blocks(statement) for inner in block]
            nested.reverse()
            pending += nested


def blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement, in their order."""
    yield getattr(statement, "body", [])
    for name in ("handlers", "cases"):
        for part in getattr(statement, name, ()):
            yield part.body
    for name in ("orelse", "finalbody"):
        yield getattr(statement, name, [])


def imports(tree: ast.Module, package: tuple[str, ...]) -> Iterator[Import]:
    """Every import of a module, also those inside functions and under TYPE_CHECKING.

    Args:
        tree: The parsed module.
        package: The names of the package that its relative imports start from.
    """
    for statement in statements(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield Import(statement, alias.name)
        elif isinstance(statement, ast.ImportFrom):
            yield _import_from(statement, package)


def _import_from(node: ast.ImportFrom, package: tuple[str, ...]) -> Import:
    names = tuple(alias.name for alias in node.names)
    named = node.module.split(".") if node.module else []
    kept = len(package) - node.level + 1 if node.level else 0
    if node.level and kept < 1:
        return Import(node, ".".join(named), names, escapes=True)
    return Import(node, ".".join((*package[:kept], *named)), names)


class Names:
    """The dotted names that a module's local names stand for, as far as its imports tell.

    Args:
        imported: The module's imports.
    """

    def __init__(self, imported: Sequence[Import]) -> None:
        self._meanings: dict[str, str] = {}
        for one in imported:
            for alias in one.node.names:
                if isinstance(one.node, ast.ImportFrom):
                    self._meanings[alias.asname or alias.name] = f"{one.target}.{alias.name}"
                elif alias.asname:
                    self._meanings[alias.asname] = alias.name
                else:
                    top = alias.name.partition(".")[0]
                    self._meanings[top] = top

    def of(self, expression: ast.expr) -> str | None:
        """The dotted name of a name or an attribute chain; None when it starts from a call or the like.

        A name that nothing imports stands for itself.
        """
        if isinstance(expression, ast.Name):
            return self._meanings.get(expression.id, expression.id)
        if isinstance(expression, ast.Attribute):
            value = self.of(expression.value)
            return value and f"{value}.{expression.attr}"
        return None


def is_type_checking(test: ast.expr) -> bool:
    """Whether `test` is `TYPE_CHECKING`, so that its branch never runs."""
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
