"""Pages, and cursors that nobody else can make."""

import string
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.cursors import Cursors, Page, PageSize
from ekans.errors import InvalidRequest
from mew.core import invocation

KEYS = ["k" * 32]
CURSORS = Cursors(lambda: KEYS, of="notes")
positions = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.fixture(autouse=True, scope="module")
def _at_hom() -> Iterator[None]:
    with invocation("hom"):
        yield


@pytest.fixture
def http() -> Iterator[TestClient]:
    router = APIRouter()

    @router.get("/notes")
    def read(size: PageSize = 2, cursor: str | None = None) -> Page[int]:
        after = CURSORS.position(cursor)
        rows = [n for n in range(5) if after is None or n > after][: size + 1]
        items = rows[:size]
        return Page(
            items=items, next_cursor=CURSORS.cursor(items[-1]) if len(rows) > size else None
        )

    with TestClient(create_api("notes", routers=[router])) as client:
        yield client


def test_a_walk_sees_each_item_once(http: TestClient) -> None:
    seen: list[int] = []
    query: dict[str, str] = {}
    for _ in range(3):
        page = http.get("/notes", params=query).json()
        seen += page["items"]
        query = {"cursor": page["next_cursor"] or ""}
    assert (seen, page["next_cursor"]) == ([0, 1, 2, 3, 4], None)


@pytest.mark.parametrize("cursor", ["", "x", "=", "é", "A" * 5000, "AAAA" * 20, "\x00", "../.."])
def test_a_cursor_that_is_none_is_a_problem_that_says_so(http: TestClient, cursor: str) -> None:
    answer = http.get("/notes", params={"cursor": cursor})
    assert answer.status_code == 422
    (found,) = answer.json()["errors"]
    assert (found["in"], found["pointer"], found["code"]) == ("query", "#/cursor", "cursor")


@pytest.mark.parametrize("size", ["0", "101", "-1", "x", "1e3"])
def test_a_page_has_one_to_a_hundred_items(http: TestClient, size: str) -> None:
    assert http.get("/notes", params={"size": size}).status_code == 422


@given(positions, positions)
def test_a_position_comes_back_as_it_was(position: Any, within: Any) -> None:
    cursor = CURSORS.cursor(position, within)
    assert cursor.isascii()
    assert CURSORS.position(cursor, within) == position


@given(st.integers(0, 10_000), st.data())
def test_a_cursor_that_was_changed_anywhere_is_refused(position: int, data: st.DataObject) -> None:
    cursor = CURSORS.cursor({"id": position})
    at = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.characters().filter(lambda char: char != cursor[at]))
    with pytest.raises(InvalidRequest):
        CURSORS.position(cursor[:at] + other + cursor[at + 1 :])
    with pytest.raises(InvalidRequest):
        CURSORS.position(cursor[:at])


@pytest.mark.parametrize("position", [1, 12, 123])
def test_a_cursor_has_one_spelling(position: int) -> None:
    cursor = CURSORS.cursor(position)
    alphabet = string.ascii_letters + string.digits + "-_"
    for last in set(alphabet) - {cursor[-1]}:
        with pytest.raises(InvalidRequest):
            CURSORS.position(cursor[:-1] + last)


def test_a_cursor_of_another_list_filter_stage_or_key_is_refused() -> None:
    cursor = CURSORS.cursor(7, {"state": "open"})
    with pytest.raises(InvalidRequest):
        CURSORS.position(cursor, {"state": "closed"})
    with pytest.raises(InvalidRequest):
        Cursors(lambda: KEYS, of="others").position(cursor, {"state": "open"})
    with pytest.raises(InvalidRequest):
        Cursors(lambda: ["j" * 32], of="notes").position(cursor, {"state": "open"})
    with invocation("prod"), pytest.raises(InvalidRequest):
        CURSORS.position(cursor, {"state": "open"})


def test_a_rotation_breaks_no_walk() -> None:
    cursor = CURSORS.cursor(7)
    rotating = Cursors(lambda: ["new" * 12, *KEYS], of="notes")
    assert rotating.position(cursor) == 7
    with pytest.raises(InvalidRequest):
        CURSORS.position(rotating.cursor(7))


def test_a_key_that_could_be_guessed_is_refused_and_not_shown() -> None:
    for keys in ([], ["hunter2"], [*KEYS, "hunter2"]):
        with pytest.raises(ValueError, match="32 characters") as caught:
            Cursors(lambda found=keys: found, of="notes").cursor(1)  # type: ignore[misc]
        assert "hunter2" not in str(caught.value)


def test_a_position_that_is_too_long_is_a_defect_and_not_a_broken_cursor() -> None:
    with pytest.raises(ValueError, match="too long"):
        CURSORS.cursor("x" * 2000)


def test_the_document_shows_a_page(http: TestClient) -> None:
    found = http.get("/openapi.json").json()
    assert "next_cursor" in found["components"]["schemas"]["Page_int_"]["properties"]
