"""When models end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..models.audio_models import Model

WARNING_DAYS = 60


@dataclass(frozen=True, slots=True)
class Ending:
    """A model that ends, by the setting that names it; `days` are left, None when it is gone."""

    setting: str
    model: str
    days: int | None


def endings(models: Iterable[Model], used: Mapping[str, str], today: date) -> list[Ending]:
    """Those that are gone, or end within 60 days; the most urgent first.

    Args:
        models: all that there are.
        used: names of models, by setting.
        today: the day that days are counted from.
    """
    known = {model.id: model for model in models}
    found = []
    for setting, name in used.items():
        if name not in known:
            found.append(Ending(setting, name, None))
        elif (days := _days(known[name].shutdown_date, today)) is not None and days <= WARNING_DAYS:
            found.append(Ending(setting, name, days))
    return sorted(found, key=lambda ending: -1 if ending.days is None else ending.days)


def _days(day: str | None, today: date) -> int | None:
    return None if day is None else (date.fromisoformat(day) - today).days
