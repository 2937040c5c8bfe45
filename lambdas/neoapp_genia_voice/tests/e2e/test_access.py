"""Who may do what, and what the probe and the health checks tell."""

from typing import Any

import pytest

from ..partner_server import PartnerServer
from ..support import call, invoke

ROUTES = [
    ("POST", "/voice/speech", {"text": "Oi"}),
    ("POST", "/voice/transcriptions", {"audio": {"format": "wav", "content": "AAAA"}}),
    ("POST", "/voice/uploads", {"format": "wav", "bytes": 1}),
    ("POST", "/voice/turns", {"text": "Oi"}),
    ("GET", "/voice/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV", None),
    ("DELETE", "/voice/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV", None),
    ("POST", "/voice/sessions", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_nothing_is_done_for_who_shows_no_key_or_may_not(
    aws: str, partner: PartnerServer, method: str, path: str, body: Any
) -> None:
    headers = {"Idempotency-Key": "k"}
    assert call(method, path, body, caller=None, headers=headers).status == 401
    assert call(method, path, body, caller="nobody", headers=headers).status == 403
    assert partner.requests == []


def test_a_session_is_opened_for_a_browser(aws: str, partner: PartnerServer) -> None:
    answer = call("POST", "/voice/sessions", {"voice": "cedar", "seconds": 30})
    assert answer.status == 201, answer.content
    assert answer.json["client_secret"].startswith("ek_")
    assert answer.json["model"] == "gpt-realtime-2.1"
    assert answer.headers["cache-control"] == "no-store"
    [asked] = partner.requests
    assert asked.json["session"]["audio"]["output"]["voice"] == "cedar"
    assert asked.json["expires_after"]["seconds"] == 30


def test_it_is_ready_when_its_database_answers(aws: str) -> None:
    answer = call("GET", "/health/ready", caller=None)
    assert (answer.status, answer.json["checks"]) == (200, {"database": "ok"})


def test_the_probe_loads_everything(aws: str) -> None:
    found = invoke({"mew": {"probe": True}})["mew"]
    assert (found["stage"], found["http"], found["jobs"]) == ("hom", True, ["watch_models"])
