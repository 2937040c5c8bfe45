"""Tells whether a change leaves it as it was who depends on whom."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable

from .blobs import read_blobs
from .diff import FileChange
from .git import Git
from .packager import is_of_plugin_tests
from .pants_settings import SETTINGS_FILES, setting_changes

__all__ = ["is_build_file", "leaves_the_graph"]

# Folders whose files are in no artifact and that no target of one names.
_APART = ("docs", "releases", ".github", ".ci", "benchmarks", "templates", "tests")
_PLUGINS = "pants-plugins/"
# In the repository's own folder: what Pants reads, besides its settings.
_OF_PANTS = ("pants", ".gitignore", ".pants.bootstrap")


def is_build_file(path: str) -> bool:
    """Whether the file declares targets."""
    name = posixpath.basename(path)
    return name == "BUILD" or name.startswith("BUILD.")


def leaves_the_graph(git: Git, changed: Iterable[FileChange]) -> bool:
    """Whether the graph after a change is that of before, so that Pants need not be asked.

    It is when no file came or went and no import changed. When in doubt, it isn't.
    """
    sources: list[FileChange] = []
    for change in changed:
        if not is_build_file(change.path) and _is_apart(change.path):
            continue
        if change.kind != "M" or _is_structural(change.path):
            return False
        if change.path.endswith((".py", ".pyi")) or change.path in SETTINGS_FILES:
            sources.append(change)
    contents = read_blobs(git, (blob for each in sources for blob in (each.before, each.after)))
    return all(_alike(s.path, contents[s.before], contents[s.after]) for s in sources)


def _is_apart(path: str) -> bool:
    folders = path.split("/")[:-1]
    if path.startswith(_PLUGINS):
        return is_of_plugin_tests(path)
    return bool(folders) and (folders[0] in _APART or "tests" in folders)


def _is_structural(path: str) -> bool:
    return (
        is_build_file(path)
        or path in _OF_PANTS
        or path.startswith(_PLUGINS)
        or (path.startswith("3rdparty/") and not path.endswith(".lock"))
    )


def _alike(path: str, before: bytes, after: bytes) -> bool:
    if path in SETTINGS_FILES:
        return not setting_changes(before, after)
    return _imports(before) == _imports(after)


def _imports(source: bytes) -> object:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        # Unlike everything, itself included.
        return float("nan")
    found = {ast.dump(e) for e in ast.walk(tree) if isinstance(e, (ast.Import, ast.ImportFrom))}
    # Pants' own comments switch inference off for a line.
    return found, [line for line in source.splitlines() if b"pants:" in line]
