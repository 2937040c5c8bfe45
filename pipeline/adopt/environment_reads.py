"""Where the code reads the environment, and which variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from architecture.checker.environment import PACKAGES_OF_READERS, READERS
from architecture.checker.syntax import Names
from architecture.checker.tree import Module

__all__ = ["Read", "reads_of"]

_CALLS = frozenset(
    f"os.{name}"
    for name in ("getenv", "getenvb", "environ.get", "environ.pop", "environ.setdefault")
)
_ENVIRON = frozenset({"os.environ", "os.environb", "posix.environ"})
_CONVERSIONS = frozenset({"int", "float"})


@dataclass(frozen=True)
class Read:
    """One place that reads, or changes, the environment.

    Args:
        path: The file, relative to the checkout.
        line: Counted from 1.
        variable: The variable's name; None where it is not written there.
        how: What the code does, without any value of it.
        annotation: The type that the code makes of it.
        has_default: Whether the code has a value for when the variable is not set.
    """

    path: str
    line: int
    variable: str | None
    how: str
    annotation: str = "str"
    has_default: bool = False


def reads_of(module: Module) -> list[Read]:
    """Every such place of a module, by line."""
    if isinstance(module.tree, SyntaxError):
        return []
    found = _Finder(module).reads()
    return sorted(found, key=lambda read: (read.line, read.variable or ""))


class _Finder:
    def __init__(self, module: Module) -> None:
        self._path = str(module.path)
        self._tree = module.body
        self._names: Names = module.names
        self._aliases: dict[str, str] = {}
        self._types: dict[int, str] = {}
        self._done: set[int] = set()
        self._imported = module.imports

    def reads(self) -> Iterator[Read]:
        nodes = [node for statement in self._tree for node in ast.walk(statement)]
        self._look_for_aliases(nodes)
        for node in nodes:
            yield from self._read(node)
        for node in nodes:
            if isinstance(node, ast.Attribute | ast.Name) and id(node) not in self._done:
                yield from self._rest(node)

    def _look_for_aliases(self, nodes: list[ast.AST]) -> None:
        for node in nodes:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    # `env = os.environ`, whose own line is a read of all of it.
                    if isinstance(value, ast.Attribute) and self._dotted(value) in READERS:
                        self._aliases[name] = self._dotted(value)
                case ast.Call(func=ast.Name(id=kind), args=[argument]) if kind in _CONVERSIONS:
                    self._types[id(argument)] = kind

    def _read(self, node: ast.AST) -> Iterator[Read]:
        match node:
            case ast.Call(func=function, args=[first, *rest]) if self._dotted(function) in _CALLS:
                self._take(function)
                default = bool(rest) or any(each.arg == "default" for each in node.keywords)
                yield self._made(node, first, f"{self._dotted(function)}(...)", default)
            case ast.Subscript(value=value, slice=key) if self._dotted(value) in _ENVIRON:
                self._take(value)
                verb = "reads" if isinstance(node.ctx, ast.Load) else "changes"
                yield self._made(node, key, f"{verb} {self._dotted(value)}[...]")
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[value]):
                if self._dotted(value) in _ENVIRON:
                    self._take(value)
                    yield self._made(node, left, f"asks whether {self._dotted(value)} has it")
            case ast.Call(func=function, args=arguments):
                dotted = self._dotted(function)
                if dotted.partition(".")[0] in PACKAGES_OF_READERS:
                    variable = arguments[0] if arguments and dotted == "decouple.config" else None
                    yield self._made(node, variable, f"calls {dotted}")
            case ast.ClassDef(bases=bases):
                if any(self._dotted(base).endswith(".BaseSettings") for base in bases):
                    yield from self._fields(node)

    def _fields(self, node: ast.ClassDef) -> Iterator[Read]:
        for statement in node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    yield Read(
                        self._path,
                        statement.lineno,
                        name.upper(),
                        f"field of {node.name}, which pydantic reads from the environment",
                        ast.unparse(annotation),
                        statement.value is not None,
                    )

    def _rest(self, node: ast.Attribute | ast.Name) -> Iterator[Read]:
        dotted = self._dotted(node)
        if dotted in READERS and isinstance(node.ctx, ast.Load):
            yield Read(self._path, node.lineno, None, f"passes on or goes through {dotted}")

    def _made(self, node: ast.expr, key: ast.expr | None, how: str, default: bool = False) -> Read:
        variable = None
        if isinstance(key, ast.Constant) and isinstance(key.value, str | bytes):
            variable = key.value if isinstance(key.value, str) else key.value.decode("latin-1")
        kind = self._types.get(id(node), "str")
        return Read(self._path, node.lineno, variable, how, kind, default)

    def _take(self, node: ast.expr) -> None:
        while isinstance(node, ast.Attribute):
            self._done.add(id(node))
            node = node.value
        self._done.add(id(node))

    def _dotted(self, node: ast.expr) -> str:
        dotted = self._names.of(node) or ""
        top, dot, rest = dotted.partition(".")
        return self._aliases.get(top, top) + dot + rest
