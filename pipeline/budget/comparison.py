"""An artifact beside its record: what passes, what does not, and what is new."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.settings.budget import BudgetSettings

from .counts import Counts
from .figures import Figures
from .measures import Measure, measures
from .new_files import PackageChange, package_changes
from .new_modules import Brought, brought
from .record import BudgetRecord

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an artifact keeps its budget.

    Args:
        figures: what it is.
        record: what it may be measured by; None: it is new.
        measures: its figures, each beside the record.
        modules: new ones at init.
        modules_ahead: new ones among those that are imported ahead, besides.
        packages: new or larger ones in the zip.
    """

    figures: Figures
    record: BudgetRecord | None
    measures: tuple[Measure, ...]
    modules: tuple[Brought, ...] = ()
    modules_ahead: tuple[Brought, ...] = ()
    packages: tuple[PackageChange, ...] = ()

    @property
    def name(self) -> str:
        """The lambda."""
        return self.figures.name

    @property
    def passes(self) -> bool:
        """Whether all figures do."""
        return all(each.passes for each in self.measures)

    @property
    def over_limit(self) -> tuple[Measure, ...]:
        """What no record can allow."""
        return tuple(each for each in self.measures if each.now > each.limit)

    @property
    def grown(self) -> bool:
        """Whether a figure is above the record."""
        return any(each.change > 0 for each in self.measures)


def compare(figures: Figures, record: BudgetRecord | None, budget: BudgetSettings) -> Comparison:
    """The artifact beside its record, or by itself where there is none."""
    now = Counts.of(figures)
    if record is None:
        return Comparison(figures, None, measures(now, None, budget))
    init_before = record.init_modules
    return Comparison(
        figures,
        record,
        measures(now, record.counts, budget),
        modules=brought(figures.init, init_before),
        modules_ahead=brought(figures.ahead, record.ahead_modules | set(figures.init.modules)),
        packages=package_changes(record.folders, figures.contents.folders),
    )
