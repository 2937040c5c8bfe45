"""The repository that moves in: where it is, and which of its folders move."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .errors import GitFailed, Refused
from .git import Git

__all__ = ["REQUIREMENTS", "SOURCE", "OldRepository", "Part", "open_old_repository"]

SOURCE = "src"
REQUIREMENTS = "requirements"
# They may stand inside of src/ or beside it.
_BESIDE = ("tests", "test", "scripts", "docs")


@dataclass(frozen=True)
class Part:
    """A folder that moves.

    Args:
        old: Its name in the old repository.
        new: Its path in the lambda; empty for the lambda's folder itself.
    """

    old: str
    new: str


@dataclass(frozen=True)
class OldRepository:
    """An old single-lambda repository.

    Args:
        root: The folder that `src/` is in.
        git: git there, if it is under git.
    """

    root: Path
    git: Git | None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The folders that move, `src/` first; what is beside `src/` only if it is not in it."""
        beside = tuple(
            Part(name, name)
            for name in _BESIDE
            if _is_folder(self.root / name) and not (self.root / SOURCE / name).exists()
        )
        return (Part(SOURCE, ""), *beside)

    def remote_name(self) -> str | None:
        """The last part of the remote's address. No more of it is used: it may hold a password."""
        if self.git is None:
            return None
        try:
            address = self.git.run("config", "--get", "remote.origin.url").strip()
        except GitFailed:
            return None
        path = urlsplit(address).path if "://" in address else address
        return re.split(r"[/:]", path.rstrip("/"))[-1].removesuffix(".git") or None


def open_old_repository(path: Path, checkout: Path) -> OldRepository:
    """The old repository at `path`.

    Raises:
        Refused: there is no `src/main.py`, or it is of `checkout` itself.
    """
    root = path.resolve()
    if not root.is_dir():
        raise Refused(f"{path} is no folder: clone the old repository and give its folder")
    if root == checkout or checkout in root.parents or root in checkout.parents:
        raise Refused(f"{path} and this checkout, {checkout}, are one inside the other")
    source = root / SOURCE
    if not _is_folder(source) or not (source / "main.py").is_file():
        here = " (it has a main.py itself: give the folder above)" if _has_main(root) else ""
        raise Refused(
            f"{path} has no {SOURCE}/main.py{here}: it is no single-lambda repository of the pattern"
        )
    git = Git(root)
    return OldRepository(root, git if git.succeeds("rev-parse", "--git-dir") else None)


def _has_main(root: Path) -> bool:
    return (root / "main.py").is_file()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
