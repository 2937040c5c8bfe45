"""The lambda's name: given, or that of the old repository, held to the rules of docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from architecture.checker.names import LAMBDA_NAME, check
from architecture.checker.tree import Unit

from .errors import Refused
from .old_repository import OldRepository

__all__ = ["choose_name"]

# Its file starts every zip (docs/architecture.md, "The artifact").
_HANDLER_MODULE = "lambda_function"
_REPOSITORY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]*")


def choose_name(old: OldRepository, given: str | None) -> str:
    """The name that was given, or else the first that is one: of the remote, of the folder.

    Raises:
        Refused: it is no name of a lambda; the message says why.
    """
    if given is not None:
        if problem := next(_problems(given), None):
            raise Refused(f"--name {given!r} cannot be: {problem}")
        return given
    tried = list(dict.fromkeys(_candidates(old)))
    for name in tried:
        if next(_problems(name), None) is None:
            return name
    why = "".join(f"; {problem}" for name in tried for problem in list(_problems(name))[:1])
    raise Refused(
        "neither the old repository's remote nor its folder has the name of a lambda: "
        f"say --name project_functionality{why}"
    )


def _candidates(old: OldRepository) -> Iterator[str]:
    remote = old.remote_name()
    for name in (remote, old.root.name):
        if name and _REPOSITORY_NAME.fullmatch(name):
            yield re.sub(r"[._ -]+", "_", name.lower()).strip("_")


@dataclass(frozen=True)
class _WithoutFiles(Unit):
    """A lambda of which there is only the name."""

    @cached_property
    def files(self) -> tuple[PurePosixPath, ...]:
        return ()


def _problems(name: str) -> Iterator[str]:
    for violation in check(_WithoutFiles(Path(), PurePosixPath("lambdas") / name)):
        if violation.rule == LAMBDA_NAME:
            yield violation.problem
    if not name or "/" in name:
        yield f"`{name}` is no folder's name"
    if name == _HANDLER_MODULE:
        yield f"`{name}` is the module that Lambda starts with"
