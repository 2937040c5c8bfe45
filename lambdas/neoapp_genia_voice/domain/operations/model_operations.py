"""When models end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ..models.audio_models import Model

WARNING_DAYS = 60


@dataclass(frozen=True, slots=True)
class Ending:
    """A model that we use and that ends; `days` are left, None when it is not there any more."""

    model: str
    days: int | None


def endings(models: Iterable[Model], used: Collection[str], today: date) -> list[Ending]:
    """Those of the used models that are gone, or end within 60 days; the most urgent first."""
    known = {model.id: model for model in models}
    found = []
    for name in sorted(set(used)):
        if name not in known:
            found.append(Ending(name, None))
        elif (days := _days(known[name].shutdown_date, today)) is not None and days <= WARNING_DAYS:
            found.append(Ending(name, days))
    return sorted(found, key=lambda ending: -1 if ending.days is None else ending.days)


def _days(day: str | None, today: date) -> int | None:
    return None if day is None else (date.fromisoformat(day) - today).days
