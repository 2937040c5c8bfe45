"""The five figures that have a limit, each beside its record."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.settings.budget import BudgetSettings

from .counts import Counts

__all__ = ["Measure", "measures"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, a count or bytes.

    Args:
        key: its name in `pipeline.toml` and in JSON.
        now: what it is.
        recorded: what the record says; None: there is no record.
        growth: how far above the record it may be.
        limit: what it may never be above.
    """

    key: str
    now: int
    recorded: int | None
    growth: int
    limit: int

    @property
    def of_bytes(self) -> bool:
        """Whether it is a size."""
        return self.key in {"zip", "unzipped"}

    @property
    def allowed(self) -> int:
        """The most that passes."""
        return self.limit if self.recorded is None else min(self.limit, self.recorded + self.growth)

    @property
    def passes(self) -> bool:
        """Whether it is within both the limit and the growth."""
        return self.now <= self.allowed

    @property
    def change(self) -> int:
        """How much more than in the record; 0 where there is none."""
        return 0 if self.recorded is None else self.now - self.recorded

    @property
    def state(self) -> str:
        """What is to be said of it."""
        if self.now > self.limit:
            return "over the limit"
        if not self.passes:
            return "grown too far"
        if self.recorded is None:
            return "new"
        return "grown" if self.change > 0 else "less" if self.change < 0 else "same"


def measures(now: Counts, recorded: Counts | None, budget: BudgetSettings) -> tuple[Measure, ...]:
    """The figures of an artifact beside those of its record."""
    limit, growth = budget.limit, budget.growth

    def measure(key: str, most: float, more: float) -> Measure:
        then = None if recorded is None else getattr(recorded, key)
        return Measure(key, getattr(now, key), then, round(more), round(most))

    zip_then, unzipped_then = (recorded.zip, recorded.unzipped) if recorded else (0, 0)
    return (
        measure("modules", limit.modules, growth.modules),
        measure("modules_ahead", limit.modules_ahead, growth.modules_ahead),
        measure("files", limit.files, growth.files),
        measure("zip", limit.zip_mb * 1e6, growth.zip * zip_then),
        measure("unzipped", limit.unzipped_mb * 1e6, growth.unzipped * unzipped_then),
    )
