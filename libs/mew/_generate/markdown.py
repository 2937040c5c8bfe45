"""Pieces of GitHub Flavored Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence


def document(blocks: Iterable[str]) -> str:
    """Blocks with one empty line between them, and a line feed at the end."""
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"


def code(text: object) -> str:
    """`text` as a code span."""
    plain = " ".join(str(text).split())
    ticks = "`"
    while ticks in plain:
        ticks += "`"
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


def fence(text: str, language: str = "") -> str:
    """`text` as a block of code."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    body = text.rstrip("\n")
    return f"{ticks}{language}\n{body}\n{ticks}"


def as_json(value: object) -> str:
    """`value` as a block of JSON, its members in the order that they have."""
    return fence(json.dumps(value, indent=2, ensure_ascii=False), "json")


def link(text: str, heading: str) -> str:
    """A link to a heading of the same document."""
    return f"[{text}](#{slug(heading)})"


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, without the columns that are empty in every row."""
    used = [index for index in range(len(headers)) if any(row[index] for row in rows)]
    lines = [[headers[index] for index in used], ["---"] * len(used)]
    lines += [[_cell(row[index]) for index in used] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def prose(text: str) -> str:
    """A description or docstring as paragraphs; what was drawn with spaces stays as it was."""
    return "\n\n".join(
        fence(part) if re.search(r"\S {3,}\S|^ {2,}", part, re.MULTILINE) else part
        for part in re.split(r"\n\s*\n", text.strip("\n"))
        if part.strip()
    )


def sentence(text: str) -> str:
    """The first paragraph of `text`, in one line."""
    return " ".join(re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0].split())


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
