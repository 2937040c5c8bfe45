"""The technical helpers."""

from datetime import timedelta

from .....core.utils.helpers import brasilia_now


def test_the_clock_has_the_offset_of_brasilia() -> None:
    assert brasilia_now().utcoffset() == timedelta(hours=-3)
