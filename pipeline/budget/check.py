"""The use case: do artifacts keep their budgets?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.progress import Progress
from pipeline.delivery.errors import DeliveryError, Refused
from pipeline.settings.model import Settings

from .comparison import Comparison, compare
from .measuring import Bench, bench
from .record import BudgetRecord
from .records import BudgetRecords

__all__ = ["CheckBudgets", "Checked", "check_budgets"]


@dataclass(frozen=True, slots=True)
class CheckBudgets:
    """Check the lambdas `names`.

    Args:
        names: the lambdas.
        gone: lambdas that have a record and are no more.
        artifacts: the folder with zips and manifests.
        records: what they are measured by.
        settings: with the limits.
        rounds: how often each is started to compare its init; with 0 it is not.
        write: whether to write the records of those that are within their limits anew, and to delete
            those of lambdas that are gone.
    """

    names: Sequence[str]
    gone: Sequence[str]
    artifacts: Path
    records: BudgetRecords
    settings: Settings
    rounds: int = 0
    write: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it.

    Args:
        compared: the lambdas that could be measured.
        failed: those that could not, with the reason.
        written: those whose record was written, or removed.
        left_over: records of lambdas that are no more.
    """

    compared: tuple[Comparison, ...]
    failed: dict[str, DeliveryError]
    written: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()

    def accepted(self, comparison: Comparison) -> bool:
        """Whether nothing remains to be done for this lambda."""
        return comparison.passes or comparison.name in self.written

    @property
    def ok(self) -> bool:
        """Whether nothing remains to be done at all."""
        done = all(map(self.accepted, self.compared)) and not self.failed
        return done and set(self.left_over) <= set(self.written)

    @property
    def only_refused(self) -> bool:
        """Whether all that remains could not even be tried."""
        rest = Checked(self.compared, {}, self.written, self.left_over)
        return rest.ok and all(isinstance(each, Refused) for each in self.failed.values())


def check_budgets(todo: CheckBudgets, progress: Progress) -> Checked:
    """Carries it out; that one lambda can't be measured does not stop the others.

    Args:
        todo: what to check.
        progress: is told what is being done.

    Raises:
        NotMeasurable: functions can't run beside this process.
    """
    compared: list[Comparison] = []
    failed: dict[str, DeliveryError] = {}
    written: list[str] = []
    with bench() as place:
        for name in todo.names:
            progress.about(name)
            try:
                found = _one(name, todo, place, progress)
                if todo.write and not found.over_limit and _write(found, todo.records):
                    written.append(name)
            except DeliveryError as error:
                failed[name] = error
            else:
                compared.append(found)
    if todo.write:
        for name in todo.gone:
            todo.records.remove(name)
            written.append(name)
    return Checked(tuple(compared), failed, tuple(written), tuple(todo.gone))


def _one(name: str, todo: CheckBudgets, place: Bench, progress: Progress) -> Comparison:
    budget = todo.settings.budget_of(name)
    # First: with a record that can't be read there is nothing to compare with.
    record = todo.records.read(name)
    figures = place.measure(name, todo.artifacts, budget.import_seconds, todo.rounds, progress.say)
    return compare(figures, record, budget)


def _write(found: Comparison, records: BudgetRecords) -> bool:
    new = BudgetRecord.of(found.figures)
    if found.record is not None:
        with_old_ratio = new.model_copy(update={"init_ratio": found.record.init_ratio})
        # A time differs every time: it alone makes no new record.
        if with_old_ratio == found.record:
            return False
        if new.init_ratio is None:
            new = with_old_ratio
    records.write(new)
    return True
