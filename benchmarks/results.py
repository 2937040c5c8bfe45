"""Raw figures of a benchmark as a committed file: `benchmarks/results/<figure>.json`.

Whoever measures saves one `Results`; the page `docs/benchmarks.md` is rendered from the files alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .machine import machine_shape, versions

__all__ = ["FOLDER", "Goal", "Results", "ResultsInvalid", "Row"]

FOLDER = Path("benchmarks/results")
_FIELDS = ("figure", "taken", "machine", "versions", "unit", "rows", "goals")


class ResultsInvalid(ValueError):
    """A file that is no results of a benchmark."""


@dataclass(frozen=True)
class Row:
    """What was measured of one thing: a sample a round, in the results' unit.

    `labels` tell rows of one name apart, e.g. `{"phase": "init on demand"}` or `{"lambdas": "300"}`.
    Rows whose rounds were interleaved have as many samples, in the order of the rounds.
    """

    name: str
    samples: tuple[float, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Goal:
    """A goal: `value` may be at most `limit`."""

    what: str
    value: float
    limit: float

    @property
    def met(self) -> bool:
        """Whether it is reached, by what is shown of it: two decimals."""
        return round(self.value, 2) <= self.limit


@dataclass(frozen=True)
class Results:
    """All samples of one figure, with what it takes to judge them.

    `figure` names the file, `unit` is that of every sample (`ms`, `bytes`, `s`), `machine` and
    `versions` say where and of what it was taken.
    """

    figure: str
    unit: str
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...] = ()
    taken: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())
    machine: Mapping[str, str] = field(default_factory=machine_shape)
    versions: Mapping[str, str] = field(default_factory=versions)

    def save(self, folder: Path = FOLDER) -> Path:
        """Writes `<figure>.json` into `folder` and returns its path."""
        rows = [{"name": row.name, "samples": row.samples, **row.labels} for row in self.rows]
        content = {
            "figure": self.figure,
            "taken": self.taken.isoformat(),
            "machine": dict(self.machine),
            "versions": dict(self.versions),
            "unit": self.unit,
            "rows": rows,
            "goals": [asdict(goal) for goal in self.goals],
        }
        path = folder / f"{self.figure}.json"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(content), encoding="utf-8")
        return path

    @classmethod
    def load(cls, path: Path) -> Results:
        """Reads what `save` wrote.

        Raises:
            ResultsInvalid: the file is not such results; the message says what is wrong with it.
            OSError: the file can't be read.
        """
        try:
            content = json.loads(path.read_bytes())
            _refuse_missing(content)
            return cls(
                figure=content["figure"],
                unit=content["unit"],
                rows=tuple(map(_row, content["rows"])),
                goals=tuple(
                    Goal(goal["what"], float(goal["value"]), float(goal["limit"]))
                    for goal in content["goals"]
                ),
                taken=datetime.date.fromisoformat(content["taken"]),
                machine=content["machine"],
                versions=content["versions"],
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ResultsInvalid(
                f"{path} holds no results of a benchmark ({error}): measure it again"
            ) from error


def _refuse_missing(content: Mapping[str, Any]) -> None:
    if missing := [name for name in _FIELDS if name not in content]:
        raise ValueError(f"it lacks {', '.join(missing)}")


def _row(row: Mapping[str, Any]) -> Row:
    labels = {name: value for name, value in row.items() if name not in {"name", "samples"}}
    samples = tuple(float(sample) for sample in row["samples"])
    if not samples:
        raise ValueError(f"{row['name']} has no samples")
    return Row(row["name"], samples, labels)


def _text(content: Mapping[str, Any]) -> str:
    # One row a line: a diff shows what was measured anew.
    def lines(items: list[Any]) -> str:
        return (
            "[\n"
            + ",\n".join("    " + json.dumps(item, ensure_ascii=False) for item in items)
            + "\n  ]"
        )

    fields = [
        f"  {json.dumps(name)}: "
        + (
            lines(value)
            if value and isinstance(value, list)
            else json.dumps(value, ensure_ascii=False)
        )
        for name, value in content.items()
    ]
    return "{\n" + ",\n".join(fields) + "\n}\n"
