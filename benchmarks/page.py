"""Renders docs/benchmarks.md and its charts from benchmarks/results/."""

from __future__ import annotations

import sys
from pathlib import Path

from .rendering.page import load_all, render
from .results import FOLDER, ResultsInvalid

__all__ = ["rendered"]


def rendered(folder: Path = FOLDER) -> dict[Path, str]:
    """What the page and its charts must hold, by path.

    `<figure>.md` beside the files of figures is what a person has to say about one.

    Raises:
        ResultsInvalid: a file is no results.
    """
    notes = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return render(load_all(folder), notes)


def main() -> None:
    """Writes the files."""
    try:
        files = rendered()
    except ResultsInvalid as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        raise SystemExit(1) from error
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
