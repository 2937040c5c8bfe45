"""Which banners a viewer sees, and in which order."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.audience_models import Audience, Platform, Viewer
from .....domain.models.banner_models import Banner, Placement
from .....domain.models.schedule_models import Schedule
from .....domain.operations.banner_operations import edited, new_banner, scheduled, shown
from ....samples import ALWAYS, IMAGE, NOON, banner, draft, later_id

HERE = "home-top"


def placed(*, priority: int = 0, weight: int = 100) -> Banner:
    return banner(Placement(name=HERE, priority=priority, weight=weight))


def ids(banners: list[Banner], visitor: str) -> list[str]:
    return [one.id for one in shown(banners, HERE, Viewer(visitor=visitor), NOON)]


places = st.builds(placed, priority=st.integers(0, 3), weight=st.integers(1, 1000))
many = st.lists(places, min_size=2, max_size=8)
visitors = st.text(max_size=20)


@given(many, visitors, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_choice_depends_on_what_there_is_and_not_on_its_order(
    banners: list[Banner], visitor: str, chance: random.Random
) -> None:
    shuffled = chance.sample(banners, len(banners))
    chosen = ids(banners, visitor)
    assert ids(shuffled, visitor) == chosen
    assert sorted(chosen) == sorted(one.id for one in banners)


@given(many, visitors)
@settings(max_examples=50, deadline=None)
def test_a_higher_priority_goes_before_a_lower_one(banners: list[Banner], visitor: str) -> None:
    by_id = {one.id: one.placements[0].priority for one in banners}
    chosen = [by_id[one] for one in ids(banners, visitor)]
    assert chosen == sorted(chosen, reverse=True)


@given(many, visitors, st.data())
@settings(max_examples=50, deadline=None)
def test_a_banner_that_goes_changes_nothing_between_the_others(
    banners: list[Banner], visitor: str, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(banners))
    left = [one for one in banners if one is not gone]
    assert ids(left, visitor) == [one for one in ids(banners, visitor) if one != gone.id]


@given(many, visitors, st.data())
@settings(max_examples=50, deadline=None)
def test_more_weight_never_puts_a_banner_further_back(
    banners: list[Banner], visitor: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(banners) - 1))
    light = banners[place]
    heavier = light.placements[0].model_copy(update={"weight": 10_000})
    changed = [*banners]
    changed[place] = replace(light, placements=(heavier,))
    assert ids(changed, visitor).index(light.id) <= ids(banners, visitor).index(light.id)


def test_over_many_visitors_each_banner_is_first_as_often_as_its_weight_says() -> None:
    weights = [1, 2, 7]
    banners = [
        replace(placed(weight=weight), id=f"01ARZ3NDEKTSV4RRFFQ69G5FA{weight}")
        for weight in weights
    ]
    firsts = Counter(ids(banners, f"visitor-{n}")[0] for n in range(4000))
    for weight, one in zip(weights, banners, strict=True):
        assert abs(firsts[one.id] / 4000 - weight / 10) < 0.02


def test_visitors_are_dealt_out_anew_in_each_placement() -> None:
    both = (Placement(name=HERE), Placement(name="aside"))
    banners = [banner(*both), banner(*both)]
    same = 0
    for n in range(400):
        viewer = Viewer(visitor=str(n))
        first = [shown(banners, place.name, viewer, NOON)[0] for place in both]
        same += first[0] is first[1]
    assert 120 < same < 280


def test_what_is_not_meant_is_not_shown() -> None:
    hidden = [
        banner(schedule=None),
        banner(schedule=Schedule(NOON + timedelta(seconds=1))),
        banner(audience=Audience(platforms=(Platform.WEB,))),
        banner(Placement(name="aside")),
    ]
    seen = banner()
    assert shown([*hidden, seen], HERE, Viewer(platform=Platform.IOS), NOON) == [seen]


def test_each_change_is_a_version_that_says_who_and_when() -> None:
    later = NOON + timedelta(days=1, microseconds=9)
    first = new_banner(later_id(), draft(), IMAGE, "ana", NOON)
    second = scheduled(first, ALWAYS, "rui", later)
    third = edited(second, draft(title="Summer"), IMAGE, "ana", later)
    assert [one.version for one in (first, second, third)] == [1, 2, 3]
    assert [one.updated_by for one in (first, second, third)] == ["ana", "rui", "ana"]
    assert (first.schedule, third.schedule) == (None, ALWAYS)
    assert (third.title, third.created_at) == ("Summer", NOON)
    assert third.updated_at == NOON + timedelta(days=1)
