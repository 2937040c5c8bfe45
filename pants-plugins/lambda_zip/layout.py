"""What each file of a Lambda's folder is: the pattern's tree, as code."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from typing import Dict, Iterable, List

# The folders whose files the Lambda may read while it runs.
PRODUCTION_FOLDERS = ("core", "domain", "endpoint")
# What never runs in Lambda, so what production code must not import.
FOLDERS_OUTSIDE_THE_ZIP = ("tests", "scripts", "docs")


class Kind(Enum):
    SOURCE = "source"
    RESOURCE = "resource"
    TEST = "test"
    TEST_SUPPORT = "test support"
    TEST_RESOURCE = "test resource"


def classify(files: Iterable[str]) -> Dict[Kind, List[str]]:
    """Sort a Lambda's files by what they are.

    Args:
        files: Paths relative to the Lambda's folder.

    Returns:
        The paths of each kind, sorted. What is of no kind (documentation, dot files, whatever lies
        under a BUILD file of its own) is left out.
    """
    paths = [PurePosixPath(file) for file in files]
    claimed = {path.parent for path in paths if _is_build_file(path)} - {PurePosixPath()}
    kinds: Dict[Kind, List[str]] = {kind: [] for kind in Kind}
    for path in sorted(paths):
        if not claimed.isdisjoint(path.parents):
            continue
        kind = _kind(path)
        if kind is not None:
            kinds[kind].append(str(path))
    return kinds


def is_outside_the_zip(file: str) -> bool:
    """Whether a file, by its path from the source root, is what no artifact may hold."""
    folders = file.split("/")[1:-1]
    return "tests" in folders or bool(set(FOLDERS_OUTSIDE_THE_ZIP).intersection(folders[:1]))


def _is_build_file(path: PurePosixPath) -> bool:
    return path.name == "BUILD" or path.name.startswith("BUILD.")


def _kind(path: PurePosixPath) -> Kind | None:
    top = path.parts[0]
    if top == "docs" or _is_build_file(path) or any(p.startswith(".") for p in path.parts):
        return None
    if path.suffix in (".py", ".pyi"):
        if top != "tests":
            return Kind.SOURCE
        is_test = path.name.startswith("test_") or path.stem.endswith("_test")
        return Kind.TEST if is_test and path.suffix == ".py" else Kind.TEST_SUPPORT
    if path.suffix in (".pyc", ".pyo"):
        return None
    if top == "tests":
        return Kind.TEST_RESOURCE
    return Kind.RESOURCE if top in PRODUCTION_FOLDERS else None
