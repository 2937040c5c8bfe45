"""What everything that keeps banners must do: the adapter, on every database, as well as its fake."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from ...domain.models.audience_models import Audience, Platform, State
from ...domain.models.banner_models import Banner, Placement
from ...domain.models.error_models import KeyReused
from ...domain.models.request_models import RequestKey
from ...domain.models.schedule_models import Schedule, Weekday
from ...domain.ports import Banners
from ..samples import ALWAYS, NOON, banner, later_id

HOSTILE = [
    "'; DROP TABLE banner; --",
    "\\'; DROP TABLE banner; --",
    '"quoted" and `ticked`',
    "?, {fn now()}, {ts '2026-01-01'}, :name, %s, $1, @p1",
    "E'\\\\x41' \\0 \\",
    "é ã ç 😀 👩‍👩‍👧 \u202eright to left",
    "NULL",
    " spaces at both ends ",
    "😀" * 200,
]


def place(priority: int = 0) -> Placement:
    """A placement that no other test uses: what keeps banners may hold those of others."""
    return Placement(name=f"p{uuid.uuid4().hex[:20]}", priority=priority)


class BannersContract:
    """A subclass, or its module, gives the fixture `banners`."""

    def test_what_is_added_is_found(self, banners: Banners) -> None:
        schedule = Schedule(
            NOON,
            NOON + timedelta(days=3),
            (Weekday.MONDAY, Weekday.SUNDAY),
            (time(22, 30), time(4, 0)),
        )
        audience = Audience(
            platforms=(Platform.WEB, Platform.IOS),
            states=(State.SP, State.RJ),
            segments=("new",),
            excluded_segments=("staff", "vip"),
        )
        kept = banner(
            Placement(name="a", priority=7, weight=3),
            Placement(name="b", weight=10_000),
            schedule=schedule,
            audience=audience,
        )
        banners.add(kept)
        assert banners.find(kept.id) == kept

    def test_a_request_makes_one_banner_however_often_it_comes(self, banners: Banners) -> None:
        first, again, other = banner(), banner(), banner()
        request = RequestKey(uuid.uuid4().hex, "a")
        assert banners.add(first, request) == first.id
        assert banners.add(again, request) == first.id
        assert banners.find(again.id) is None
        assert banners.add(other, RequestKey(uuid.uuid4().hex, "a")) == other.id
        assert (banners.find(first.id), banners.find(other.id)) == (first, other)

    def test_another_request_under_the_same_key_makes_none(self, banners: Banners) -> None:
        first, other = banner(), banner()
        request = RequestKey(uuid.uuid4().hex, "a")
        banners.add(first, request)
        with pytest.raises(KeyReused):
            banners.add(other, replace(request, fingerprint="b"))
        assert banners.find(other.id) is None

    def test_a_request_is_remembered_when_its_banner_is_deleted(self, banners: Banners) -> None:
        first, again = banner(), banner()
        request = RequestKey(uuid.uuid4().hex, "a")
        banners.add(first, request)
        banners.delete(first.id, 1)
        assert banners.add(again, request) == first.id
        assert banners.find(again.id) is None

    def test_of_the_same_request_at_once_one_makes_the_banner(self, banners: Banners) -> None:
        request = RequestKey(uuid.uuid4().hex, "a")
        made = [banner() for _ in range(8)]
        with ThreadPoolExecutor(4) as threads:
            add = in_this_context(lambda one: banners.add(one, request))
            ids = set(threads.map(add, made))
        assert [one.id for one in made if banners.find(one.id) is not None] == [*ids]

    def test_a_banner_without_a_schedule_is_found(self, banners: Banners) -> None:
        kept = banner(schedule=None)
        banners.add(kept)
        assert banners.find(kept.id) == kept

    @pytest.mark.parametrize("text", HOSTILE)
    def test_any_text_comes_back_as_it_was(self, banners: Banners, text: str) -> None:
        kept = banner(title=text, alt=text)
        banners.add(kept)
        assert banners.find(kept.id) == kept

    def test_an_empty_text_comes_back_as_one(self, banners: Banners) -> None:
        kept = banner(alt="")
        banners.add(kept)
        assert banners.find(kept.id) == kept

    def test_a_long_link_comes_back_whole(self, banners: Banners) -> None:
        kept = banner(link=f"https://example.com/?{'x' * 1979}")
        banners.add(kept)
        assert banners.find(kept.id) == kept

    def test_nothing_is_found_under_an_unknown_id(self, banners: Banners) -> None:
        assert banners.find(later_id()) is None
        assert banners.find("' OR '1'='1") is None

    def test_a_banner_is_replaced_at_the_version_that_was_seen(self, banners: Banners) -> None:
        first = banner(place(), place())
        banners.add(first)
        second = replace(first, version=2, title="Summer", placements=(place(),), schedule=None)
        assert banners.replace(second, 1) is True
        assert banners.find(first.id) == second

    def test_at_another_version_nothing_is_replaced(self, banners: Banners) -> None:
        first = banner()
        banners.add(first)
        assert banners.replace(replace(first, version=3, placements=(place(),)), 2) is False
        assert banners.find(first.id) == first

    def test_what_is_not_there_is_neither_replaced_nor_deleted(self, banners: Banners) -> None:
        absent = banner()
        assert banners.replace(absent, 1) is False
        assert banners.delete(absent.id, 1) is False
        assert banners.find(absent.id) is None

    def test_a_banner_is_deleted_at_the_version_that_was_seen(self, banners: Banners) -> None:
        kept, other = banner(), banner()
        banners.add(kept)
        banners.add(other)
        assert banners.delete(kept.id, 2) is False
        assert banners.find(kept.id) == kept
        assert banners.delete(kept.id, 1) is True
        assert banners.find(kept.id) is None
        assert banners.find(other.id) == other

    def test_pages_hold_every_banner_once_the_newest_first(self, banners: Banners) -> None:
        made = [banner(place(), place(), place()) for _ in range(5)]
        for one in made:
            banners.add(one)
        newest = list(reversed(made))
        assert list(banners.page(None, 2)) == newest[:2]
        assert list(banners.page(newest[1].id, 2)) == newest[2:4]
        assert next(iter(banners.page(newest[3].id, 1))) == newest[4]

    def test_after_the_last_banner_comes_none(self, banners: Banners) -> None:
        assert list(banners.page("0" * 26, 10)) == []

    def test_a_placement_has_its_own_banners(self, banners: Banners) -> None:
        here, there = place(), place()
        both, one = banner(here, there), banner(here)
        for each in (both, one, banner(there)):
            banners.add(each)
        assert self._placed(banners, here) == {both.id, one.id}
        assert banners.placed(place().name, NOON, NOON, 10) == []

    def test_what_has_ended_or_is_far_off_or_has_no_schedule_is_left_out(
        self, banners: Banners
    ) -> None:
        here, second = place(), timedelta(seconds=1)
        past = datetime(2019, 1, 1, tzinfo=UTC)
        ends_now = banner(here, schedule=Schedule(past, NOON))
        ends_soon = banner(here, schedule=Schedule(past, NOON + second))
        starts_soon = banner(here, schedule=Schedule(NOON + 60 * second))
        starts_later = banner(here, schedule=Schedule(NOON + 61 * second))
        for each in (ends_now, ends_soon, starts_soon, starts_later, banner(here, schedule=None)):
            banners.add(each)
        assert self._placed(banners, here) == {ends_soon.id, starts_soon.id}

    def test_the_highest_priorities_are_found_where_there_are_too_many(
        self, banners: Banners
    ) -> None:
        here = place()
        made = [banner(here.model_copy(update={"priority": one})) for one in (1, 9, 5, 7)]
        for each in made:
            banners.add(each)
        found = banners.placed(here.name, NOON, NOON, 2)
        assert {one.id for one in found} == {made[1].id, made[3].id}

    def test_of_editors_that_saw_the_same_version_one_replaces_it(self, banners: Banners) -> None:
        first = banner(schedule=ALWAYS)
        banners.add(first)
        editions = [replace(first, version=2, title=f"by {n}") for n in range(8)]
        with ThreadPoolExecutor(4) as threads:
            done = list(threads.map(in_this_context(lambda one: banners.replace(one, 1)), editions))
        assert done.count(True) == 1
        assert banners.find(first.id) == editions[done.index(True)]

    @staticmethod
    def _placed(banners: Banners, here: Placement) -> set[str]:
        found = banners.placed(here.name, NOON, NOON + timedelta(seconds=60), 100)
        assert len({one.id for one in found}) == len(found)
        return {one.id for one in found}


def in_this_context[T](work: Callable[[Banner], T]) -> Callable[[Banner], T]:
    """`work`, in threads that serve the same invocation."""
    contexts = [copy_context() for _ in range(8)]
    return lambda one: contexts.pop().run(work, one)
