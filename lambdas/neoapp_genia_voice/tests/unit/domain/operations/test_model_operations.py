"""When models end."""

from datetime import date

from .....domain.models.audio_models import Model
from .....domain.operations.model_operations import Ending, endings

TODAY = date(2026, 11, 24)


def test_those_within_sixty_days_are_told_the_most_urgent_first() -> None:
    models = [
        Model("today", "2026-11-24"),
        Model("late", "2027-01-24"),
        Model("last", "2027-01-23"),
        Model("past", "2026-11-20"),
        Model("ever", None),
        Model("unused", "2026-11-25"),
    ]
    used = {"a": "last", "b": "late", "c": "today", "d": "ever", "e": "gone", "f": "past"}
    assert endings(models, used, TODAY) == [
        Ending("f", "past", -4),
        Ending("e", "gone", None),
        Ending("c", "today", 0),
        Ending("a", "last", 60),
    ]
