"""Generated files on the disk: written, or compared with what they would be."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

_SHOWN = 20


def write(files: Mapping[str, str], root: Path) -> list[str]:
    """Write what has changed, and say a line for each file."""
    said = []
    for name, text in files.items():
        path = root / name
        if _read(path) == text:
            said.append(f"{name}: unchanged")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        said.append(f"{name}: written")
    return said


def stale(files: Mapping[str, str], root: Path, command: str) -> list[str]:
    """What is wrong with each file that is not as it would be written, and what mends it."""
    found = []
    for name, text in files.items():
        present = _read(root / name)
        if present == text:
            continue
        what = "does not exist" if present is None else "is stale"
        shown = "" if present is None else _difference(present, text)
        found.append(f"{name} {what}; mend it with: {command}\n{shown}".rstrip("\n"))
    return found


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _difference(present: str, wanted: str) -> str:
    lines = list(
        difflib.unified_diff(
            present.splitlines(), wanted.splitlines(), "as it is", "as generated", lineterm="", n=1
        )
    )
    more = len(lines) - _SHOWN
    return "\n".join([*lines[:_SHOWN], *([f"({more} more lines)"] if more > 0 else [])])
