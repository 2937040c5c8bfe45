"""What became of a run, as a table for the page of a job (GITHUB_STEP_SUMMARY)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.delivery.errors import Refused
from pipeline.delivery.words import megabytes

__all__ = ["append_summary"]

_HEAD = "| lambda | stage | outcome | version | before | commit | size | time |\n" + (
    "| --- " * 8 + "|\n"
)


def append_summary(path: Path, results: Iterable[Mapping[str, Any]]) -> None:
    """Appends the table to the file, in Markdown.

    Raises:
        Refused: it can't be written.
    """
    table = _HEAD + "".join(_row(each) for each in results)
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{table}\n")
    except OSError as error:
        raise Refused(
            f"{path} cannot be written: {error.strerror}", "Name another file with --summary"
        ) from error


def _row(result: Mapping[str, Any]) -> str:
    if not result["ok"]:
        said = f"**{result['outcome']}**: {result['error']['message']}"
        cells = [result["lambda"], result["stage"], said, "", "", "", "", ""]
    else:
        cells = [
            result["lambda"],
            result["stage"],
            result["outcome"],
            result["version"] or "",
            result["previous"] or "",
            f"`{result['commit'][:10]}`",
            megabytes(result["size"]),
            f"{result['seconds']:.1f} s",
        ]
    return f"| {' | '.join(_cell(each) for each in cells)} |\n"


def _cell(text: str) -> str:
    # What AWS or a lambda says may hold anything.
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
