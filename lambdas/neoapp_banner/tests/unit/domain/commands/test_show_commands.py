"""What viewers see."""

from datetime import timedelta

import pytest

from .....domain.commands.show_commands import FRESH_SECONDS, Show, ShowBanners, ShowPorts
from .....domain.models.audience_models import Viewer
from .....domain.models.banner_models import Placement
from .....domain.models.schedule_models import Schedule
from ....fakes import FakeBanners
from ....samples import ALWAYS, NOON, banner

SOON = NOON + timedelta(seconds=17)


def show(banners: FakeBanners, limit: int = 1) -> Show:
    ports = ShowPorts(banners=banners, clock=lambda: NOON)
    return ShowBanners("home-top", Viewer(), limit).execute(ports)


def test_an_empty_placement_shows_nothing_for_a_while() -> None:
    assert show(FakeBanners()) == Show([], FRESH_SECONDS)


def test_no_more_is_shown_than_was_asked_for() -> None:
    banners = FakeBanners()
    for priority in (1, 3, 2):
        banners.add(banner(Placement(name="home-top", priority=priority)))
    found = show(banners, 2).banners
    assert [one.placements[0].priority for one in found] == [3, 2]


@pytest.mark.parametrize(
    ("schedule", "shown"), [(Schedule(SOON), 0), (Schedule(ALWAYS.starts, SOON), 1)]
)
def test_what_is_shown_is_fresh_until_something_begins_or_ends(
    schedule: Schedule, shown: int
) -> None:
    banners = FakeBanners()
    banners.add(banner(schedule=schedule))
    found = show(banners)
    assert (len(found.banners), found.fresh_seconds) == (shown, 17)
