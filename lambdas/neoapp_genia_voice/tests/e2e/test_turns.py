"""A spoken turn with memory, through `main` alone."""

import base64
import json
import uuid
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from ..partner import audio
from ..partner.errors import overloaded
from ..partner_server import PartnerServer
from ..support import as_content, call, take_turn


def test_a_spoken_turn_is_heard_answered_spoken_and_remembered(
    aws: str, partner: PartnerServer
) -> None:
    said = as_content(audio.spoken("Que horas abre?"))
    first = take_turn({"audio": said, "language": "pt", "speech": {"format": "wav"}})
    assert first.status == 200, first.content
    assert first.json["heard"] == "Que horas abre?"
    assert first.json["said"] == "You said: Que horas abre?"
    spoken = base64.b64decode(first.json["audio"]["content"])
    assert audio.heard(spoken) == ["You said: Que horas abre?"]
    second = take_turn(
        {"conversation_id": first.json["conversation_id"], "text": "E fecha?", "speech": None}
    )
    assert second.json["audio"] is None
    [_, asked] = partner.asked("/responses")
    assert [item["content"] for item in asked.json["input"]] == [
        "Que horas abre?",
        "You said: Que horas abre?",
        "E fecha?",
    ]
    kept = call("GET", f"/voice/conversations/{first.json['conversation_id']}").json
    assert [turn["heard"] for turn in kept["turns"]] == ["Que horas abre?", "E fecha?"]


def events_of(text: str) -> list[tuple[str, Any]]:
    """Server-sent events: name and data."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_turn_may_come_as_events(aws: str, partner: PartnerServer) -> None:
    key = uuid.uuid4().hex
    headers = {"Accept": "text/event-stream", "Idempotency-Key": key}
    body = {"text": "Tudo bem?", "speech": {"format": "wav"}}
    answer = call("POST", "/voice/turns", body, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer.content.decode())
    assert events[0] == ("heard", {"text": "Tudo bem?"})
    said = [data["text"] for name, data in events if name == "said"]
    assert len(said) > 1
    assert "".join(said) == "You said: Tudo bem?"
    assert events[-1] == ("turn", take_turn(body, key).json)


def test_a_failure_before_the_answer_is_sent_is_a_problem(aws: str, partner: PartnerServer) -> None:
    partner.faults.add("/audio/speech", error=overloaded())
    headers = {"Accept": "text/event-stream", "Idempotency-Key": uuid.uuid4().hex}
    answer = call("POST", "/voice/turns", {"text": "Oi"}, headers=headers)
    assert (answer.status, answer.problem) == (503, "partner-down")


def test_audio_too_large_for_an_answer_is_linked_and_erased_with_the_rest(
    aws: str, partner: PartnerServer
) -> None:
    partner.seconds_per_character = 3.0
    answer = take_turn({"text": "Uma longa resposta", "speech": {"format": "wav"}}).json
    stored = answer["audio"]["stored"]
    assert answer["audio"]["content"] is None
    with urlopen(stored["url"], timeout=10) as fetched:
        assert audio.heard(fetched.read()) == ["You said: Uma longa resposta"]
    call("DELETE", f"/voice/conversations/{answer['conversation_id']}")
    with pytest.raises(HTTPError, match="404"):
        urlopen(stored["url"], timeout=10)
