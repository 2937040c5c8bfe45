from __future__ import annotations

import datetime

import pytest

from pipeline.local import clock
from pipeline.tests.local.clock import Clock


def test_a_clock_that_is_not_moved_is_the_machines_own() -> None:
    real = clock.Clock()

    first, second = real(), real()

    assert first <= second
    assert abs(real.date() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)


def test_seconds_and_date_are_moved_together() -> None:
    moved = Clock()
    seconds, date = moved(), moved.date()

    moved.pass_by(90)

    assert moved() - seconds == 90
    assert moved.date() - date == datetime.timedelta(seconds=90)


def test_whoever_listens_hears_of_every_move_until_it_stops() -> None:
    moved, heard = Clock(), list[float]()
    stop = moved.on_moved(lambda seconds: heard.append(moved() + seconds))
    start = moved()

    moved.pass_by(1)
    moved.pass_by(2)
    stop()
    moved.pass_by(4)

    assert heard == [start + 1 + 1, start + 3 + 2]


def test_a_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="does not go back"):
        Clock().pass_by(-1)
