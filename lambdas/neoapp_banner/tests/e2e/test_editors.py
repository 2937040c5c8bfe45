"""What editors do with banners, from an HTTP event to its answer."""

from typing import Any

import pytest

from ..conftest import Account
from ..support import Answer, Api
from .conftest import Create


def test_a_banner_is_made_read_changed_and_deleted(
    api: Api, create: Create, told: dict[str, Any]
) -> None:
    made = create()
    path = made.headers["location"]
    assert made.body["version"] == 1
    assert made.body["schedule"] is None
    assert made.body["updated_by"] == "ana"
    read = api.request("GET", path)
    assert (read.body, read.etag) == (made.body, made.etag)
    changed = api.change("PUT", read, told | {"title": "Summer"})
    assert (changed.status, changed.body["title"], changed.body["version"]) == (200, "Summer", 2)
    assert changed.etag != made.etag
    deleted = api.change("DELETE", changed)
    assert (deleted.status, deleted.text) == (204, "")
    gone = api.request("GET", path)
    assert gone.status == 404
    assert gone.body["type"] == "urn:problem-type:neoapp-banner:unknown-banner"


def test_the_same_request_again_makes_no_second_banner(
    api: Api, aws: Account, told: dict[str, Any]
) -> None:
    def post(body: Any, key: str = "key-1") -> Answer:
        return api.request("POST", "/editor/banners", body, {"idempotency-key": key})

    first, again = post(told), post(told)
    assert (first.status, again.status) == (201, 201)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.body, again.etag) == (first.body, first.etag)
    assert again.headers["location"] == first.headers["location"]
    other = post(told | {"title": "Summer"})
    assert (other.status, other.body["type"].rpartition(":")[2]) == (409, "idempotency-key-reused")
    assert post(told, "key-2").body["id"] != first.body["id"]
    assert post(told, "no key\n").status == 422
    api.change("DELETE", first)
    assert post(told).status == 404


def test_who_has_the_banner_already_is_told_so(api: Api, create: Create) -> None:
    made = create()
    path = f"/editor/banners/{made.body['id']}"
    again = api.request("GET", path, None, {"if-none-match": made.etag})
    assert (again.status, again.text, again.etag) == (304, "", made.etag)


@pytest.mark.parametrize(
    ("method", "part"), [("PUT", ""), ("DELETE", ""), ("PUT", "/schedule"), ("DELETE", "/schedule")]
)
def test_a_change_must_say_what_was_seen_and_it_must_be_so_still(
    api: Api, create: Create, told: dict[str, Any], method: str, part: str
) -> None:
    seen = create()
    path = f"/editor/banners/{seen.body['id']}"
    body = {"PUT": told, "PUT/schedule": {"starts": "2026-07-01T09:00"}}.get(method + part)
    assert api.request(method, path + part, body).status == 428
    newest = api.change("PUT", seen, told | {"title": "Summer"})
    for stale in (seen.etag, 'W/"x"', "no tag at all", f"W/{newest.etag}"):
        answer = api.request(method, path + part, body, {"if-match": stale})
        assert answer.status == 412, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert api.request("GET", path).body == newest.body
    any_other = api.request(method, path + part, body, {"if-match": f'"x", {newest.etag}'})
    assert any_other.status in (200, 204)


def test_all_banners_are_listed_page_by_page_the_newest_first(api: Api, create: Create) -> None:
    made = [create(title=f"Page {n}").body["id"] for n in range(3)]
    found: list[str] = []
    query: dict[str, Any] = {"size": 2}
    while True:
        page = api.request("GET", "/editor/banners", query=query).body
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert len(found) == len(set(found))
    assert set(made) <= set(found)


def test_a_cursor_of_another_stage_or_of_ones_own_making_is_refused(
    api: Api, create: Create
) -> None:
    create(), create()
    cursor = api.request("GET", "/editor/banners", query={"size": 1}).body["next_cursor"]
    prod = Api(api.key, "prod")
    for who, told in ((prod, cursor), (api, cursor[:-2]), (api, "' OR 1=1")):
        answer = who.request("GET", "/editor/banners", query={"cursor": told})
        assert (answer.status, answer.codes()) == (422, {("#/cursor", "cursor")})


def test_stages_share_nothing(api: Api, create: Create) -> None:
    path = create().headers["location"]
    assert Api(api.key, "prod").request("GET", path).status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/editor/banners"),
        ("POST", "/editor/banners"),
        ("POST", "/editor/images"),
        ("GET", "/editor/banners/01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("DELETE", "/editor/banners/01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("DELETE", "/editor/banners/01ARZ3NDEKTSV4RRFFQ69G5FAV/schedule"),
    ],
)
def test_nobody_edits_without_a_key(visitor: Api, method: str, path: str) -> None:
    assert visitor.request(method, path).status == 401
    assert Api("ek_guessed").request(method, path).status == 401


def test_who_may_read_may_not_write(aws: Account, create: Create, told: dict[str, Any]) -> None:
    reader, seen = Api(aws.reader), create()
    assert reader.request("GET", seen.headers["location"]).status == 200
    assert reader.request("POST", "/editor/banners", told).status == 403
    assert reader.change("PUT", seen, told).status == 403
    assert reader.change("DELETE", seen).status == 403
    assert reader.image(b"").status == 403
