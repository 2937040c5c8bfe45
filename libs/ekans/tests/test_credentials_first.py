"""Who does not say who is calling learns nothing about what else is wrong with a request."""

import base64
import time
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Body, Depends, Security
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.auth import ApiKeyAuth, Caller, SignatureAuth, StoredKey, new_key, sign
from mew.core import invocation
from mew.errors import SecretUnavailable

ANA, STORED_ANA = new_key("ana", ["notes:write"])
BRUNO, STORED_BRUNO = new_key("bruno", ["notes:read"])
SECRET = "whsec_" + base64.b64encode(b"0" * 32).decode()
UNREADABLE = {
    "no JSON": b'{"text"',
    "no text": b'"\xff"',
    "nested too deeply": b"[" * 10 + b"]" * 10,
}
unreadable = pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)


class Keys:
    """The stored keys; how often they were asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.down = False

    def __call__(self) -> list[StoredKey]:
        self.asked += 1
        if self.down:
            raise SecretUnavailable("the keys cannot be read")
        return [STORED_ANA, STORED_BRUNO]


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def http(keys: Keys) -> Iterator[TestClient]:
    auth = ApiKeyAuth(keys)
    guard = Security(auth, scopes=["notes:write"])
    signature = SignatureAuth(lambda: [SECRET], caller="partner")
    router = APIRouter()
    guarded = APIRouter(dependencies=[guard])

    @router.post("/notes")
    def write(note: dict[str, str], caller: Annotated[Caller, guard]) -> str:
        raise HTTPException(400, f"{caller.name} may not write about this")

    def name(caller: Annotated[Caller, guard]) -> str:
        return caller.name

    @router.post("/nested")
    def nested(note: dict[str, str], caller: Annotated[str, Depends(name)]) -> str:
        return caller

    @guarded.post("/guarded")
    def of_router(note: dict[str, str]) -> str:
        return "written"

    @router.post("/hooks")
    def hook(note: Annotated[Any, Body()], caller: Annotated[Caller, Security(signature)]) -> str:
        raise HTTPException(400, "not this")

    @router.post("/open")
    def anybody(note: dict[str, str]) -> str:
        return "written"

    app = create_api("notes", routers=[router, guarded], max_json_depth=5)
    with invocation("hom"), TestClient(app) as client:
        yield client


def post(http: TestClient, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Status and detail of the answer."""
    answer = http.post(path, content=body, headers={"content-type": "application/json"} | headers)
    return answer.status_code, str(answer.json().get("detail", ""))


@unreadable
@pytest.mark.parametrize("path", ["/notes", "/nested", "/guarded"])
def test_who_is_calling_comes_before_a_body_that_cannot_be_read(
    http: TestClient, path: str, body: bytes
) -> None:
    assert post(http, path, body) == (401, "")
    assert post(http, path, body, **{"X-Api-Key": BRUNO}) == (403, "")
    status, detail = post(http, path, body, **{"X-Api-Key": ANA})
    assert status == 400
    assert detail


def test_where_nobody_is_asked_the_body_is_complained_of(http: TestClient) -> None:
    assert post(http, "/open", b"{")[0] == 400


@pytest.mark.parametrize("body", [b"{", b'{"text": "x"}', b'{"text": 7}'])
def test_credentials_are_judged_once(http: TestClient, keys: Keys, body: bytes) -> None:
    assert post(http, "/notes", body, **{"X-Api-Key": ANA})[0] in (400, 422)
    assert keys.asked == 1


def test_keys_that_cannot_be_read_are_an_outage(http: TestClient, keys: Keys) -> None:
    keys.down = True
    assert post(http, "/notes", b"{", **{"X-Api-Key": ANA})[0] == 503


def test_an_unknown_path_asks_nobody(http: TestClient, keys: Keys) -> None:
    assert post(http, "/nothing", b"{")[0] == 404
    assert keys.asked == 0


def signed(body: bytes) -> dict[str, str]:
    now = int(time.time())
    return {
        "webhook-id": "m",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(SECRET, "m", now, body),
    }


@pytest.mark.parametrize(
    "body", [*UNREADABLE.values(), b"{}"], ids=[*UNREADABLE, "refused by the route"]
)
def test_a_signature_is_judged_by_the_body_as_it_came(http: TestClient, body: bytes) -> None:
    assert post(http, "/hooks", body)[0] == 401
    assert post(http, "/hooks", body, **signed(body + b" "))[0] == 401
    assert post(http, "/hooks", body, **signed(body))[0] == 400


def test_a_signature_is_over_all_pieces_of_a_body_that_is_nested_too_deeply(
    http: TestClient,
) -> None:
    content = b"[" * 10 + b"]" * 10
    pieces = iter([content[:7], content[7:]])
    headers = {"content-type": "application/json"} | signed(content)
    assert http.post("/hooks", content=pieces, headers=headers).status_code == 400
