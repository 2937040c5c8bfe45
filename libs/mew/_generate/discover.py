"""Which lambdas a repository has."""

from __future__ import annotations

from pathlib import Path

from .errors import GenerateError

LAMBDAS = "lambdas"


def names_of(root: Path) -> tuple[str, ...]:
    """The names of all lambdas of the repository `root`, sorted.

    Raises GenerateError when there is none.
    """
    found = tuple(sorted(path.parent.name for path in (root / LAMBDAS).glob("*/main.py")))
    if not found:
        raise GenerateError(
            f"{root / LAMBDAS} has no lambda (a folder with a main.py); run this at the "
            "repository's root"
        )
    return found


def check_name(name: str, root: Path) -> None:
    """Raise GenerateError unless `root` has a lambda of this name."""
    if name not in (known := names_of(root)):
        raise GenerateError(f"there is no lambda {name!r}; {LAMBDAS}/ has {', '.join(known)}")
