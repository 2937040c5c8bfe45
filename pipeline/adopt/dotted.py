"""`import a.b` binds `a`, which no relative import can: what the module says by way of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from architecture.checker.syntax import statements

__all__ = ["Uses", "dotted_name", "uses_of"]


@dataclass
class Uses:
    """How a module uses what it imports by `import a.b`, without `as`.

    Args:
        local: What each dotted name is called in the module from now on; one that is missing cannot
            be changed, since the module does more with its first part than to look into it.
        nodes: The places where they are used.
    """

    local: dict[str, str] = field(default_factory=dict)
    nodes: list[tuple[ast.Attribute, str]] = field(default_factory=list)


def uses_of(tree: ast.Module, now: Callable[[str], str | None]) -> Uses:
    """The uses of the modules that have another name from now on.

    Args:
        tree: The module.
        now: The name that what a dotted name imported has now; None for what stays.
    """
    wanted = {
        alias.name: new
        for node in statements(tree.body)
        if isinstance(node, ast.Import)
        for alias in node.names
        if not alias.asname and (new := now(alias.name))
    }
    if not wanted:
        return Uses()
    found = Uses()
    taken = set(_identifiers(tree))
    unclear = {name.partition(".")[0] for name in _bound(tree)}
    chains: list[tuple[ast.Attribute, str]] = []
    for node in _outermost(tree):
        dotted = dotted_name(node) or ""
        top = dotted.partition(".")[0]
        if top not in {name.partition(".")[0] for name in wanted}:
            continue
        known = [name for name in wanted if dotted == name or dotted.startswith(f"{name}.")]
        if not known:
            # Of `import config`, `config` itself is no attribute and stays what it is.
            unclear.add(top)
            continue
        name = max(known, key=len)
        if "." in name:
            chains.append((_cut(node, name.count(".")), name))
    for name, new in wanted.items():
        if name.partition(".")[0] not in unclear or "." not in name:
            found.local[name] = _local(name, new, taken)
    found.nodes = [(node, name) for node, name in chains if name in found.local]
    return found


def dotted_name(node: ast.expr) -> str | None:
    """`a.b.c` as it is written; None for what does not start from a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        value = dotted_name(node.value)
        return value and f"{value}.{node.attr}"
    return None


def _local(name: str, new: str, taken: set[str]) -> str:
    if "." not in name:
        return name
    if new.partition(".")[0] in ("mew", "ekans"):
        return new
    leaf = new.rpartition(".")[2]
    return leaf if leaf not in taken else name.replace(".", "_")


def _outermost(tree: ast.Module) -> Iterator[ast.expr]:
    """Names and attribute chains, each as a whole."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
            inner.add(id(node.value))
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            yield node


def _cut(node: ast.expr, dots: int) -> ast.Attribute:
    """The part of a chain that has so many dots."""
    chain: list[ast.Attribute] = []
    while isinstance(node, ast.Attribute):
        chain.append(node)
        node = node.value
    return chain[-dots]


def _bound(tree: ast.Module) -> Iterator[str]:
    """What is bound by other things than `import a.b`."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                for alias in names:
                    if alias.asname or isinstance(node, ast.ImportFrom):
                        yield alias.asname or alias.name
            case _:
                pass


def _identifiers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for field_name in ("id", "arg", "name", "asname", "rest"):
            value = getattr(node, field_name, None)
            if isinstance(value, str):
                yield value
