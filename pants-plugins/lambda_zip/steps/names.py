"""What the names in a module mean, as far as its imports and definitions tell."""

import ast
from pathlib import PurePosixPath


class Names:
    """The qualified names behind a module's local ones.

    Args:
        path: The module's file, relative to its source root.
        tree: The parsed module.
    """

    def __init__(self, path: str, tree: ast.Module) -> None:
        parts = PurePosixPath(path).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        self._module = parts[:-1] if is_package else parts
        self._package = self._module if is_package else parts[:-1]
        self._meanings: dict[str, str] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._meanings[node.name] = ".".join((*self._module, node.name))
        for imported in ast.walk(tree):
            if isinstance(imported, ast.Import):
                self._add_import(imported)
            elif isinstance(imported, ast.ImportFrom):
                self._add_import_from(imported)

    def _add_import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                self._meanings[alias.asname] = alias.name
            else:
                top = alias.name.partition(".")[0]
                self._meanings[top] = top

    def _add_import_from(self, node: ast.ImportFrom) -> None:
        origin = [node.module] if node.module else []
        if node.level:
            kept = len(self._package) - node.level + 1
            origin = [*self._package[:kept], *origin]
        for alias in node.names:
            self._meanings[alias.asname or alias.name] = ".".join((*origin, alias.name))

    def of(self, expression: ast.expr) -> str | None:
        """The qualified name of a name or an attribute chain, or None when it is neither."""
        if isinstance(expression, ast.Name):
            return self._meanings.get(expression.id)
        if isinstance(expression, ast.Attribute):
            value = self.of(expression.value)
            return value and f"{value}.{expression.attr}"
        return None
