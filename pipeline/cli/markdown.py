"""Text that others wrote, in a table or a list of Markdown."""

from __future__ import annotations

__all__ = ["escaped"]


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would take for its own."""
    for character in "\\|`*_<>[]":
        text = text.replace(character, f"&#{ord(character)};")
    return text.replace("\n", " ")
