"""Why a lambda is affected by a change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Affected", "Reason", "printable"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Args:
        kind: `new`, `source`, `deleted`, `build`, `lock`, `setting` or `packager`.
        path: the file that differs; empty where none does.
        detail: what of it, such as the pins of a lock.
        through: the files by which it belongs to the lambda, from its entry point on.
    """

    kind: str
    path: str
    detail: str = ""
    through: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        plain = asdict(self)
        return {
            **plain,
            "path": printable(self.path),
            "through": [printable(each) for each in self.through],
        }

    def __str__(self) -> str:
        """For people, in one line."""
        text = ": ".join(filter(None, (printable(self.path), self.detail))) or self.kind
        if self.kind == "deleted":
            text += " was deleted"
        if self.through:
            text += f" (through {printable(' > '.join(self.through))})"
        return text


@dataclass(frozen=True, slots=True)
class Affected:
    """A lambda to deliver; `since` is the commit that it was compared with, if there is one."""

    name: str
    since: str | None
    reasons: tuple[Reason, ...]


def printable(path: str) -> str:
    """A path in which bytes that are no UTF-8 are shown as such."""
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")
