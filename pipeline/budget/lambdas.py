"""Which lambdas there are, and which are meant."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from pipeline.delivery.errors import Refused

__all__ = ["checked_names", "lambdas_of"]


def lambdas_of(checkout: Path) -> tuple[str, ...]:
    """The lambdas of a checkout."""
    return tuple(sorted(path.parent.name for path in checkout.glob("lambdas/*/BUILD")))


def checked_names(asked: Sequence[str], known: Container[str], gone: Container[str]) -> list[str]:
    """Those that are asked for, each once, without those that are gone.

    Raises:
        Refused: one is neither known nor gone.
    """
    for name in asked:
        if name not in known and name not in gone:
            raise Refused(
                f"there is no lambda {name!r} in lambdas/", "Name a folder that has a BUILD file"
            )
    return list(dict.fromkeys(name for name in asked if name not in gone))
