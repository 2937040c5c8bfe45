"""ETags and conditional requests, as RFC 9110 has them."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.conditions import Conditions, ETag, conditions, etag_of, not_modified

CURRENT = etag_of({"text": "now"})
GONE = "gone"


@pytest.fixture
def http() -> Iterator[TestClient]:
    router = APIRouter()

    @router.get("/notes/{name}", response_model=None)
    def read(
        name: str, asked: Annotated[Conditions, Depends(conditions)], response: Response
    ) -> dict[str, str] | Response:
        etag = ETag(CURRENT.value, weak=name == "weak")
        if asked.holds_for_read(etag):
            return not_modified(etag)
        response.headers["ETag"] = str(etag)
        return {"text": "now"}

    @router.put("/notes/{name}")
    def write(
        name: str, asked: Annotated[Conditions, Depends(conditions)], needed: bool = False
    ) -> str:
        asked.check_for_write(None if name == GONE else CURRENT, required=needed)
        return "written"

    with TestClient(create_api("notes", routers=[router])) as client:
        yield client


@pytest.mark.parametrize(
    "header",
    [str(CURRENT), f"W/{CURRENT}", f'"other", {CURRENT}', f'"a,b" ,{CURRENT},', "*", " * "],
)
def test_what_the_caller_has_is_not_sent_again(http: TestClient, header: str) -> None:
    answer = http.get("/notes/a", headers={"If-None-Match": header})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == str(CURRENT)


@pytest.mark.parametrize(
    "header", ['"other"', "", CURRENT.value, f'"{CURRENT.value}', "w/x", '"a" "b"']
)
def test_what_the_caller_has_not_is_sent_with_its_tag(http: TestClient, header: str) -> None:
    answer = http.get("/notes/a", headers={"If-None-Match": header})
    assert (answer.status_code, answer.headers["ETag"]) == (200, str(CURRENT))


def test_a_weak_tag_saves_an_answer_and_lets_no_write_through(http: TestClient) -> None:
    headers = {"If-None-Match": f"W/{CURRENT}"}
    assert http.get("/notes/weak", headers=headers).status_code == 304
    assert http.put("/notes/a", headers={"If-Match": f"W/{CURRENT}"}).status_code == 412


@pytest.mark.parametrize("header", [str(CURRENT), f'"other", {CURRENT}', "*"])
def test_a_write_to_what_the_caller_saw_is_let_through(http: TestClient, header: str) -> None:
    assert http.put("/notes/a", headers={"If-Match": header}).json() == "written"


@pytest.mark.parametrize("header", ['"other"', "", "nonsense", f'"x" {CURRENT}'])
def test_a_write_to_something_else_is_412(http: TestClient, header: str) -> None:
    answer = http.put("/notes/a", headers={"If-Match": header})
    assert (answer.status_code, answer.json()["type"]) == (
        412,
        "urn:problem-type:ekans:precondition-failed",
    )


def test_nothing_matches_what_is_not_there(http: TestClient) -> None:
    for header in ("*", str(CURRENT)):
        assert http.put(f"/notes/{GONE}", headers={"If-Match": header}).status_code == 412


def test_a_write_that_must_create_is_412_when_it_is_there(http: TestClient) -> None:
    headers = {"If-None-Match": "*"}
    assert http.put("/notes/a", headers=headers).status_code == 412
    assert http.put(f"/notes/{GONE}", headers=headers).json() == "written"


def test_a_condition_can_be_required(http: TestClient) -> None:
    answer = http.put("/notes/a?needed=1")
    assert (answer.status_code, answer.json()["type"]) == (
        428,
        "urn:problem-type:ekans:precondition-missing",
    )
    assert http.put("/notes/a").json() == "written"
    headers = {"If-Match": str(CURRENT)}
    assert http.put("/notes/a?needed=1", headers=headers).json() == "written"


def test_a_header_without_end_is_refused(http: TestClient) -> None:
    assert http.get("/notes/a", headers={"If-None-Match": '"x",' * 5000}).status_code == 422


def test_if_match_counts_before_if_none_match(http: TestClient) -> None:
    headers = {"If-Match": '"other"', "If-None-Match": str(CURRENT)}
    assert http.get("/notes/a", headers=headers).status_code == 412


@pytest.mark.parametrize(
    ("one", "other", "same", "equivalent"),
    [
        (ETag("1", weak=True), ETag("1", weak=True), False, True),
        (ETag("1", weak=True), ETag("2", weak=True), False, False),
        (ETag("1", weak=True), ETag("1"), False, True),
        (ETag("1"), ETag("1"), True, True),
    ],
)
def test_tags_compare_as_the_table_of_the_rfc_says(
    one: ETag, other: ETag, same: bool, equivalent: bool
) -> None:
    assert (one.is_same_bytes(other), other.is_same_bytes(one)) == (same, same)
    assert (one.is_equivalent(other), other.is_equivalent(one)) == (equivalent, equivalent)


@given(
    st.lists(
        st.tuples(st.text("!#,/W az~é", max_size=9).filter(lambda t: " " not in t), st.booleans()),
        max_size=5,
    )
)
def test_tags_are_read_as_they_were_written(parts: list[tuple[str, bool]]) -> None:
    tags = tuple(ETag(value, weak) for value, weak in parts)
    assert conditions(if_match=", ".join(map(str, tags))).match == tags


@given(st.text(max_size=60))
def test_any_header_has_an_answer(text: str) -> None:
    found = conditions(text, text)
    assert found.match is not None
    found.holds_for_read(CURRENT) if found.match_any else None


@pytest.mark.parametrize("value", ['a"b', "a b", "a\n", "\u0100"])
def test_a_tag_that_no_header_carries_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="visible characters"):
        ETag(value)


def test_equal_content_has_equal_tags() -> None:
    first: Any = {"a": 1, "b": "ç"}
    assert etag_of(first) == etag_of(dict(reversed(first.items())))
    assert etag_of(b"x") != etag_of(b"y")
    assert str(etag_of(b"x", weak=True)).startswith('W/"')


def test_the_document_shows_the_headers(http: TestClient) -> None:
    found = http.get("/openapi.json").json()["paths"]["/notes/{name}"]["get"]["parameters"]
    assert {"if-match", "if-none-match"} <= {one["name"] for one in found}
