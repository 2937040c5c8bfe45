"""What an editor may say about a banner."""

from typing import Any

import pytest
from pydantic import ValidationError

from ....samples import draft


def broken(**changes: Any) -> set[str]:
    """The places of what breaks a rule."""
    with pytest.raises(ValidationError) as caught:
        draft(**changes)
    return {".".join(str(part) for part in one["loc"]) for one in caught.value.errors()}


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://example.com",
        "https://",
        "https:///path",
        "//example.com",
        "https://user@example.com/",
        "https://example.com\\@evil.example",
        "https://exämple.com",
        "https://example.com/a b",
        "https://example.com/\nx",
        "https://example.com:99999/",
        "https://[::1",
        "data:text/html,x",
        "https://example.com/" + "x" * 2000,
    ],
)
def test_a_link_that_could_do_harm_is_refused(link: str) -> None:
    assert broken(link=link) == {"link"}


def test_a_link_may_carry_all_that_https_does() -> None:
    link = "https://example.com:8443/a%20b?utm=x&y=1#z"
    assert draft(link=link).link == link


def test_placements_are_named_once_each_and_sorted() -> None:
    assert broken(placements=[{"name": "a"}, {"name": "a", "weight": 2}]) == {"placements"}
    made = draft(placements=[{"name": "b"}, {"name": "a"}])
    assert [place.name for place in made.placements] == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": ""}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"alt": "\x00"}, "alt"),
        ({"image": "../../etc/passwd"}, "image"),
        ({"image": "F" * 64}, "image"),
        ({"placements": []}, "placements"),
        ({"placements": [{"name": "Home"}]}, "placements.0.name"),
        ({"placements": [{"name": "a", "weight": 0}]}, "placements.0.weight"),
        ({"placements": [{"name": "a", "priority": -1}]}, "placements.0.priority"),
        ({"placements": [{"name": "a", "priority": 2**63}]}, "placements.0.priority"),
        ({"audience": {"states": ["XX"]}}, "audience.states.0"),
        ({"audience": {"everybody": True}}, "audience.everybody"),
        ({"sizes": 1}, "sizes"),
    ],
)
def test_what_breaks_a_rule_is_named(changes: dict[str, Any], place: str) -> None:
    assert place in broken(**changes)
