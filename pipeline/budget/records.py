"""The folder of budget records."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery.errors import Refused

from .errors import BudgetRecordInvalid
from .record import BudgetRecord

__all__ = ["BudgetRecords"]


@dataclass(frozen=True, slots=True)
class BudgetRecords:
    """The records, `<lambda>.json` in `folder` each."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where the record of a lambda is, or would be."""
        return self.folder / f"{name}.json"

    def read(self, name: str) -> BudgetRecord | None:
        """The record of a lambda; None: there is none.

        Raises:
            BudgetRecordInvalid: it can't be read, is no record, or another lambda's.
        """
        path = self.path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BudgetRecordInvalid(
                f"{path} can't be read: {error.strerror}", "Make it a file that can be"
            ) from error
        record = BudgetRecord.parse(content, str(path))
        if record.name != name:
            raise BudgetRecordInvalid(
                f"{path} is the record of {record.name}",
                f"Restore it, or name it {record.name}.json",
            )
        return record

    def write(self, record: BudgetRecord) -> None:
        """Writes a record, whole or not at all.

        Raises:
            Refused: it can't be written.
        """
        path = self.path(record.name)
        part = path.with_suffix(".json.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(record.dump())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise Refused(
                f"{path} can't be written: {error.strerror}", "Name another folder with --records"
            ) from error

    def without_lambda(self, lambdas: Container[str]) -> tuple[str, ...]:
        """The lambdas that have a record and are no more."""
        return tuple(
            sorted(path.stem for path in self.folder.glob("*.json") if path.stem not in lambdas)
        )

    def remove(self, name: str) -> None:
        """Deletes a record."""
        self.path(name).unlink(missing_ok=True)
