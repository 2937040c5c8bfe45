"""Which lambdas there are, and which are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.delivery.errors import Refused

__all__ = ["checked_names", "lambdas_of"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def lambdas_of(checkout: Path) -> tuple[str, ...]:
    """The lambdas of a checkout."""
    return tuple(sorted(path.parent.name for path in checkout.glob("lambdas/*/BUILD")))


def checked_names(names: Sequence[str]) -> list[str]:
    """The names, each once.

    Raises:
        Refused: one can't be a lambda's.
    """
    for name in names:
        if not _NAME.fullmatch(name):
            raise Refused(
                f"{name!r} can't be the name of a lambda", "Name folders of lambdas/, in snake_case"
            )
    return list(dict.fromkeys(names))
