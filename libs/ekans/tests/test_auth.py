"""Who is let in, who is not, and what those are told."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Security
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.auth import (
    ApiKeyAuth,
    BasicAuth,
    Caller,
    MemoryReplays,
    SignatureAuth,
    StoredKey,
    WebhookSecret,
    new_basic,
    new_key,
    sign,
)
from mew.core import current_invocation, invocation

ANA, STORED_ANA = new_key("ana", ["notes:read", "notes:write"])
BRUNO, STORED_BRUNO = new_key("bruno", ["notes:read"])
OF_PROD, STORED_OF_PROD = new_key("prod", ["notes:read"])
ENDED, STORED_ENDED = new_key("ended", ["notes:read"])
PASSWORD, STORED_PARTNER = new_basic("partner", ["hooks"])
SECRET = "whsec_" + base64.b64encode(b"0" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"1" * 32).decode()


class Note(BaseModel):
    """A body."""

    text: str


class World:
    """What the settings hold, by stage."""

    def __init__(self) -> None:
        ended = STORED_ENDED.model_copy(update={"until": datetime.now(UTC) - timedelta(seconds=1)})
        later = STORED_BRUNO.model_copy(update={"until": datetime.now(UTC) + timedelta(days=1)})
        self.keys = {"hom": [STORED_ANA, later, ended], "prod": [STORED_OF_PROD]}
        self.secrets = [SECRET]
        self.now = 1_800_000_000.0


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def http(world: World) -> Iterator[TestClient]:
    keys = ApiKeyAuth(lambda: world.keys[current_invocation().stage])
    basic = BasicAuth(lambda: [STORED_PARTNER])
    signed = SignatureAuth(
        lambda: world.secrets, caller="partner", scopes=["hooks"], clock=lambda: world.now
    )
    router = APIRouter()

    @router.get("/notes")
    def read(caller: Annotated[Caller, Security(keys, scopes=["notes:read"])]) -> str:
        return caller.name

    @router.post("/notes")
    def write(note: Note, caller: Annotated[Caller, Security(keys, scopes=["notes:write"])]) -> str:
        return caller.name

    @router.post("/hooks/basic")
    def basic_hook(caller: Annotated[Caller, Security(basic, scopes=["hooks"])]) -> str:
        return caller.name

    @router.post("/hooks/signed")
    def signed_hook(
        note: Note, caller: Annotated[Caller, Security(signed, scopes=["hooks"])]
    ) -> str:
        return f"{caller.name} {note.text}"

    @router.post("/hooks/more")
    def more(caller: Annotated[Caller, Security(signed, scopes=["admin"])]) -> str:
        return caller.name

    app = create_api("notes", routers=[router])
    with invocation("hom"), TestClient(app) as client:
        yield client


def refused(answer: Any, status: int) -> str:
    """The answer's text, after a look at its shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    del body["correlation_id"]
    return json.dumps(body)


def test_a_key_is_let_in_and_names_its_caller(http: TestClient) -> None:
    assert http.get("/notes", headers={"X-Api-Key": ANA}).json() == "ana"
    assert http.get("/notes", headers={"X-Api-Key": BRUNO}).json() == "bruno"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("X-Api-Key", "")],
        [("X-Api-Key", "ek_wrong")],
        [("X-Api-Key", ANA[:-1])],
        [("X-Api-Key", ANA + " x")],
        [("X-Api-Key", STORED_ANA.sha256)],
        [("X-Api-Key", "x" * 100_000)],
        [("X-Api-Key", ANA), ("X-Api-Key", ANA)],
        [("Authorization", f"Bearer {ANA}")],
        [("X-Api-Key", ENDED)],
        [("X-Api-Key", OF_PROD)],
        [("X-Api-Key", PASSWORD)],
    ],
    ids=str,
)
def test_whatever_is_wrong_with_a_key_the_answer_is_the_same(
    http: TestClient, headers: list[tuple[str, str]]
) -> None:
    answer = http.get("/notes", headers=headers)
    assert json.loads(refused(answer, 401)) == {
        "type": "urn:problem-type:ekans:unauthorized",
        "title": "The request does not say who is calling",
        "status": 401,
    }
    assert answer.headers["WWW-Authenticate"] == 'ApiKey realm="ApiKey"'


def test_bytes_that_are_no_text_are_no_key(http: TestClient) -> None:
    refused(http.get("/notes", headers={b"X-Api-Key": b"\xff\xfe"}), 401)


def test_a_key_without_the_scope_is_forbidden_and_not_told_which(http: TestClient) -> None:
    text = refused(http.post("/notes", json={"text": "x"}, headers={"X-Api-Key": BRUNO}), 403)
    assert "notes:write" not in text
    assert "detail" not in json.loads(text)


def test_who_is_not_let_in_is_not_told_what_is_wrong_with_the_body(http: TestClient) -> None:
    refused(http.post("/notes", json={"text": 7}), 401)
    refused(http.post("/notes", json={"text": 7}, headers={"X-Api-Key": BRUNO}), 403)
    refused(http.post("/notes", json={"text": 7}, headers={"X-Api-Key": ANA}), 422)


def test_a_key_of_one_stage_is_nothing_at_another(http: TestClient) -> None:
    with invocation("prod"):
        refused(http.get("/notes", headers={"X-Api-Key": ANA}), 401)
        assert http.get("/notes", headers={"X-Api-Key": OF_PROD}).json() == "prod"


def test_two_keys_of_one_caller_are_valid_while_they_rotate(http: TestClient, world: World) -> None:
    new, stored = new_key("ana", ["notes:read"])
    world.keys["hom"].append(stored)
    for key in (ANA, new):
        assert http.get("/notes", headers={"X-Api-Key": key}).json() == "ana"
    world.keys["hom"].remove(STORED_ANA)
    refused(http.get("/notes", headers={"X-Api-Key": ANA}), 401)
    assert http.get("/notes", headers={"X-Api-Key": new}).json() == "ana"


def test_no_keys_at_all_let_nobody_in(http: TestClient, world: World) -> None:
    world.keys["hom"] = []
    refused(http.get("/notes", headers={"X-Api-Key": ANA}), 401)


def test_a_stored_key_shows_neither_key_nor_hash() -> None:
    assert ANA not in STORED_ANA.model_dump_json()
    assert STORED_ANA.sha256 not in repr(STORED_ANA)
    assert len({new_key("x")[0] for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "x" * 64},
        {"sha256": "a" * 63},
        {"name": ""},
        {"name": "a b"},
        {"scopes": ["A B"]},
        {"until": "2026-01-01T00:00:00"},
        {"key": "forgotten"},
    ],
)
def test_a_stored_key_that_is_none_is_refused_when_settings_load(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StoredKey.model_validate(STORED_ANA.model_dump() | change)


def basic(text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def test_user_and_password_are_let_in(http: TestClient) -> None:
    answer = http.post("/hooks/basic", headers=basic(f"partner:{PASSWORD}"))
    assert answer.json() == "partner"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("partner:wrong"),
        basic(f"other:{PASSWORD}"),
        basic(f"partner{PASSWORD}"),
        basic(""),
        {"Authorization": "Basic"},
        {"Authorization": "Basic ===="},
        {"Authorization": "Basic /w=="},
        {"Authorization": f"Bearer {PASSWORD}"},
        {"Authorization": basic(f"partner:{PASSWORD}")["Authorization"].replace("Basic", "Bearer")},
    ],
    ids=str,
)
def test_whatever_is_wrong_with_a_password_the_answer_is_the_same(
    http: TestClient, headers: dict[str, str]
) -> None:
    answer = http.post("/hooks/basic", headers=headers)
    assert "detail" not in refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="Basic", charset="UTF-8"'


BODY = b'{"text": "paid"}'
type Headers = dict[str, str]


def signed(world: World, secret: str = SECRET, *, at: float = 0, body: bytes = BODY) -> Headers:
    timestamp = int(world.now + at)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, "msg_1", timestamp, body),
        "content-type": "application/json",
    }


def test_a_signed_message_is_let_in_once(http: TestClient, world: World) -> None:
    headers = signed(world)
    assert http.post("/hooks/signed", content=BODY, headers=headers).json() == "partner paid"
    refused(http.post("/hooks/signed", content=BODY, headers=headers), 401)
    again = signed(world, at=1)
    assert http.post("/hooks/signed", content=BODY, headers=again).status_code == 200


def test_a_replay_is_refused_for_as_long_as_its_timestamp_is_good(
    http: TestClient, world: World
) -> None:
    headers = signed(world, at=300)
    assert http.post("/hooks/signed", content=BODY, headers=headers).status_code == 200
    for later in (0, 299, 301, 599, 601, 9999):
        world.now = 1_800_000_000.0 + later
        refused(http.post("/hooks/signed", content=BODY, headers=headers), 401)


CHANGES: dict[str, Callable[[World], tuple[bytes, Headers]]] = {
    "another body": lambda w: (b'{"text": "lost"}', signed(w)),
    "another secret": lambda w: (BODY, signed(w, OTHER)),
    "too old": lambda w: (BODY, signed(w, at=-301)),
    "too new": lambda w: (BODY, signed(w, at=301)),
    "another id": lambda w: (BODY, signed(w) | {"webhook-id": "msg_2"}),
    "another time": lambda w: (BODY, signed(w) | {"webhook-timestamp": str(int(w.now) + 1)}),
    "a time that is none": lambda w: (BODY, signed(w) | {"webhook-timestamp": "now"}),
    "a negative time": lambda w: (BODY, signed(w) | {"webhook-timestamp": "-1"}),
    "a huge time": lambda w: (BODY, signed(w) | {"webhook-timestamp": "9" * 4000}),
    "an empty id": lambda w: (BODY, signed(w) | {"webhook-id": ""}),
    "no signature": lambda w: (BODY, signed(w) | {"webhook-signature": ""}),
    "another scheme": lambda w: (
        BODY,
        signed(w) | {"webhook-signature": signed(w)["webhook-signature"].replace("v1,", "v2,")},
    ),
    "the right one behind too many": lambda w: (
        BODY,
        signed(w) | {"webhook-signature": "v1,x " * 16 + signed(w)["webhook-signature"]},
    ),
    "no header": lambda w: (BODY, {"content-type": "application/json"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_message_that_is_not_as_it_was_signed_is_refused(
    http: TestClient, world: World, change: str
) -> None:
    body, headers = CHANGES[change](world)
    answer = http.post("/hooks/signed", content=body, headers=headers)
    assert "detail" not in refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Signature realm="Signature"'


def test_two_secrets_are_valid_while_they_rotate(http: TestClient, world: World) -> None:
    world.secrets = [SECRET, OTHER]
    for n, secret in enumerate((SECRET, OTHER)):
        headers = signed(world, secret, at=n)
        assert http.post("/hooks/signed", content=BODY, headers=headers).status_code == 200
    both = signed(world, OTHER, at=2)
    both["webhook-signature"] = "v1,AAAA v2,x " + both["webhook-signature"]
    assert http.post("/hooks/signed", content=BODY, headers=both).status_code == 200


def test_a_signature_has_scopes_too(http: TestClient, world: World) -> None:
    refused(http.post("/hooks/more", content=BODY, headers=signed(world)), 403)


def test_the_signature_is_what_the_specification_says() -> None:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = hmac.new(key, b'msg_1.1614265330.{"test": 2432232314}', "sha256").digest()
    found = sign(SECRET, "msg_1", 1614265330, b'{"test": 2432232314}')
    assert found == "v1," + base64.b64encode(expected).decode()


def test_the_signature_is_the_one_of_the_specification_s_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    found = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret", ["", "hunter2", "whsec_hunter2", "whsec_" + "AAAA" * 5, SECRET[6:]]
)
def test_a_webhook_secret_that_is_none_is_not_quoted(secret: str) -> None:
    with pytest.raises(ValueError, match="webhook secret is whsec_") as caught:
        sign(secret, "a", 1, b"")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ValidationError) as invalid:
        TypeAdapter(WebhookSecret).validate_python(secret)
    assert "webhook secret is whsec_" in invalid.value.errors()[0]["msg"]


def test_memory_forgets_what_is_over_and_the_oldest_when_it_is_full() -> None:
    now = 0.0
    memory = MemoryReplays(most=2, clock=lambda: now)
    with invocation("hom"):
        assert memory.first("a", 10)
        assert not memory.first("a", 10)
        now = 10.0
        assert memory.first("a", 10)
        assert [memory.first(name, 10) for name in "bcd"] == [True] * 3
        assert not memory.first("d", 10)
        assert memory.first("a", 10)


def test_memory_of_one_stage_is_not_that_of_another() -> None:
    memory = MemoryReplays()
    for stage in ("hom", "prod"):
        with invocation(stage):
            assert memory.first("a", 10)
            assert not memory.first("a", 10)


def test_the_document_names_schemes_scopes_and_refusals(http: TestClient) -> None:
    found = http.get("/openapi.json").json()
    schemes = found["components"]["securitySchemes"]
    assert schemes["ApiKey"] == {"type": "apiKey", "in": "header", "name": "X-Api-Key"}
    assert schemes["Basic"] == {"type": "http", "scheme": "basic"}
    assert schemes["Signature"]["name"] == "webhook-signature"
    write = found["paths"]["/notes"]["post"]
    assert write["security"] == [{"ApiKey": ["notes:write"]}]
    for status in ("401", "403"):
        assert "application/problem+json" in write["responses"][status]["content"]
    assert "security" not in found["paths"]["/health"]["get"]
    assert "401" not in found["paths"]["/health"]["get"]["responses"]


def test_time_is_that_of_the_clock_by_default() -> None:
    scheme = SignatureAuth(lambda: [SECRET], caller="partner")
    router = APIRouter()

    @router.post("/")
    def take(caller: Annotated[Caller, Security(scheme)]) -> str:
        return caller.name

    now = int(time.time())
    headers = {
        "webhook-id": "m",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(SECRET, "m", now, b"{}"),
    }
    with invocation("hom"), TestClient(create_api("x", routers=[router])) as http:
        assert http.post("/", content=b"{}", headers=headers).json() == "partner"
