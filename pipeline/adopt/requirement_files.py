"""Reading what the old repository required."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from .old_repository import REQUIREMENTS, SOURCE

__all__ = ["Required", "Unread", "read_requirements"]

_FOLDERS = ("", SOURCE, REQUIREMENTS)
_NAME = re.compile(r"(dev|test)?[-_]?requirements([-_.].*)?\.(txt|in)", re.IGNORECASE)
_INCLUDE = re.compile(r"(?:-r|--requirement)[ =]*(\S+)")
_OPTIONS_AT_THE_END = re.compile(r"\s--(hash|config-settings|global-option)\b.*")


@dataclass(frozen=True)
class Required:
    """One requirement: where it stands, and what."""

    where: str
    requirement: Requirement


@dataclass(frozen=True)
class Unread:
    """A line that is not merged, told without its text, which may hold a password."""

    where: str
    what: str


def read_requirements(root: Path) -> tuple[list[Required], list[Unread]]:
    """What the requirements files and the pyproject.toml of an old repository say.

    Args:
        root: The old repository.
    """
    required: list[Required] = []
    unread: list[Unread] = []
    done: set[Path] = set()
    for folder in _FOLDERS:
        if not (root / folder).is_dir():
            continue
        for path in sorted((root / folder).iterdir()):
            in_folder = folder == REQUIREMENTS and path.suffix in (".txt", ".in")
            if in_folder or _NAME.fullmatch(path.name):
                _read_file(root, path, done, required, unread)
        _read_project(root, root / folder / "pyproject.toml", required, unread)
    return required, unread


def _read_file(
    root: Path, path: Path, done: set[Path], required: list[Required], unread: list[Unread]
) -> None:
    path = path.resolve()
    if path in done or not path.is_file() or root not in path.parents:
        return
    done.add(path)
    for number, line in _lines(path):
        where = f"{path.relative_to(root)}:{number}"
        if include := _INCLUDE.match(line):
            _read_file(root, path.parent / include[1], done, required, unread)
        elif line.startswith("-"):
            unread.append(Unread(where, f"an option of pip ({re.split('[ =]', line)[0]})"))
        else:
            _take(where, _OPTIONS_AT_THE_END.sub("", line), required, unread)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    content = path.read_bytes()
    # pip itself writes UTF-16 under PowerShell: `pip freeze > requirements.txt`.
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
    begun: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        begun.append(line.removesuffix("\\"))
        if not line.endswith("\\"):
            if stripped := re.sub(r"(^|\s)#.*", "", " ".join(begun)).strip():
                yield number - len(begun) + 1, stripped
            begun = []


def _read_project(root: Path, path: Path, required: list[Required], unread: list[Unread]) -> None:
    if not path.is_file() or path.is_symlink():
        return
    where = str(path.relative_to(root))
    try:
        document: object = tomllib.loads(path.read_text("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        unread.append(Unread(where, "a file that is no TOML"))
        return
    match document:
        case {"project": {"dependencies": [*lines]}}:
            for line in lines:
                _take(where, str(line), required, unread)
        case {"project": {"dependencies": _}} | {"project": str() | int() | list()}:
            unread.append(Unread(where, "`project` of another shape than it has"))
    match document:
        case {"tool": {"poetry": {"dependencies": {**names}}}}:
            unread.extend(
                Unread(where, f"Poetry's requirement `{name}`")
                for name in names
                if name != "python"
            )


def _take(where: str, line: str, required: list[Required], unread: list[Unread]) -> None:
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        unread.append(Unread(where, "an address, a path, or what is no requirement"))
        return
    if requirement.url:
        unread.append(Unread(where, f"`{requirement.name}` from an address"))
    else:
        required.append(Required(where, requirement))
