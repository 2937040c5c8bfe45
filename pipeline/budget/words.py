"""Text that others wrote (names of files and modules, a function's output), made fit to be shown."""

from __future__ import annotations

__all__ = ["plain"]


def plain(text: str) -> str:
    """The text with everything that is not printable, a terminal's commands included, as `\\x1b`.

    Newlines and tabs stay.
    """
    return "".join(
        each if each.isprintable() or each in "\n\t" else each.encode("unicode_escape").decode()
        for each in text
    )
