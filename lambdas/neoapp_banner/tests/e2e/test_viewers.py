"""What viewers see, from an HTTP event to its answer."""

import uuid
from typing import Any

import pytest

from ..support import Answer, Api
from .conftest import Create


@pytest.fixture
def place() -> str:
    """A placement of the test's own."""
    return f"p{uuid.uuid4().hex[:16]}"


@pytest.fixture
def live(api: Api, create: Create, place: str) -> Any:
    """Makes a banner that is shown in `place`."""

    def made(*, priority: int = 0, weight: int = 100, **changes: Any) -> Answer:
        spot = {"name": place, "priority": priority, "weight": weight}
        draft = create(placements=[spot], **changes)
        answer = api.change("PUT", draft, {"starts": "2020-01-01T00:00"}, "/schedule")
        assert answer.status == 200, answer.text
        return answer

    return made


def test_a_banner_is_shown_once_it_is_scheduled_and_until_it_is_not(
    api: Api, visitor: Api, create: Create, place: str
) -> None:
    draft = create(placements=[{"name": place}])
    assert visitor.shown(place).body == {"placement": place, "items": []}
    on = api.change("PUT", draft, {"starts": "2020-01-01T00:00"}, "/schedule")
    (item,) = visitor.shown(place).body["items"]
    assert item["id"] == draft.body["id"]
    assert item["image"]["url"].startswith("https://banners-hom.example.com/images/")
    assert set(item) == {"id", "title", "alt", "link", "image"}
    api.change("DELETE", on, part="/schedule")
    assert visitor.shown(place).body["items"] == []


def test_an_answer_is_kept_by_its_etag_until_it_changes(
    api: Api, visitor: Api, live: Any, place: str, told: dict[str, Any]
) -> None:
    banner = live()
    first = visitor.shown(place)
    assert first.headers["cache-control"] == "public, max-age=60"
    again = visitor.shown(place, first.etag)
    assert (again.status, again.text) == (304, "")
    assert (again.etag, again.headers["cache-control"]) == (first.etag, "public, max-age=60")
    api.change("PUT", banner, told | {"title": "Summer", "placements": banner.body["placements"]})
    changed = visitor.shown(place, first.etag)
    assert (changed.status, changed.body["items"][0]["title"]) == (200, "Summer")
    assert changed.etag != first.etag


def test_what_is_chosen_for_one_visitor_is_kept_by_nobody_else(
    visitor: Api, live: Any, place: str
) -> None:
    live()
    answer = visitor.shown(place, visitor="ana")
    assert answer.headers["cache-control"] == "private, max-age=60"


def test_the_highest_priority_is_shown_and_others_by_weight(
    visitor: Api, live: Any, place: str
) -> None:
    live(priority=1)
    top = {live(priority=5).body["id"], live(priority=5).body["id"]}
    firsts = {visitor.shown(place, visitor=f"v{n}").body["items"][0]["id"] for n in range(40)}
    assert firsts == top
    everything = visitor.shown(place, visitor="v1", limit=20)
    assert len(everything.body["items"]) == 3
    assert everything.text == visitor.shown(place, visitor="v1", limit=20).text


def test_the_audience_decides(visitor: Api, live: Any, place: str) -> None:
    live(audience={"platforms": ["ios"], "states": ["SP"], "excluded_segments": ["staff"]})
    seen = {"platform": "ios", "state": "SP"}
    assert len(visitor.shown(place, **seen).body["items"]) == 1
    for other in (
        {"platform": "ios"},
        seen | {"state": "RJ"},
        seen | {"segment": ["new", "staff"]},
    ):
        assert visitor.shown(place, **other).body["items"] == []


@pytest.mark.parametrize(
    ("starts", "codes"),
    [
        ("2018-11-04T00:30", {("#/starts", "time_skipped")}),
        ("2019-02-16T23:30", {("#/starts", "time_ambiguous")}),
    ],
)
def test_a_time_that_no_clock_or_two_showed_is_refused(
    api: Api, create: Create, starts: str, codes: set[tuple[str, str]]
) -> None:
    answer = api.change("PUT", create(), {"starts": starts}, "/schedule")
    assert (answer.status, answer.codes()) == (422, codes)


def test_a_schedule_is_shown_with_the_offset_of_its_time(api: Api, create: Create) -> None:
    times = {"starts": "2018-12-25T09:00", "ends": "2026-12-25T09:00"}
    hours = {"days": ["sat", "fri"], "opens": "18:00", "closes": "02:00"}
    answer = api.change("PUT", create(), times | hours, "/schedule")
    assert answer.body["schedule"] == {
        "starts": "2018-12-25T09:00:00-02:00",
        "ends": "2026-12-25T09:00:00-03:00",
        "days": ["fri", "sat"],
        "opens": "18:00:00",
        "closes": "02:00:00",
    }


def test_a_page_of_the_stage_may_ask_and_no_other(visitor: Api, place: str) -> None:
    def allowed(origin: str) -> str | None:
        answer = visitor.request("GET", "/banners", None, {"origin": origin}, {"placement": place})
        return answer.headers.get("access-control-allow-origin")

    assert allowed("https://hom.example.com") == "https://hom.example.com"
    assert allowed("https://prod.example.com") is None
