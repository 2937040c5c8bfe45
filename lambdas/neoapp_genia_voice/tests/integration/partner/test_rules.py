"""What the partner takes, and what it refuses with which code."""

from typing import Any

import httpx2
import pytest

from ...partner import audio
from ...partner.transcriptions import BYTES
from ...partner_server import PartnerServer

SPEECH = {"model": "gpt-4o-mini-tts", "voice": "coral", "input": "Bom dia"}
TURN = {"model": "gpt-6.1-terra", "input": "Bom dia"}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Authorization": "Bearer sk-another"}, "invalid_api_key"),
        ({"Authorization": ""}, None),
        ({"Authorization": "Basic sk-test-key"}, None),
    ],
)
def test_who_has_no_key_gets_nowhere(
    client: httpx2.Client, headers: dict[str, str], code: str | None
) -> None:
    answer = client.get("models", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == code
    assert "sk-another" not in answer.text


@pytest.mark.parametrize(
    ("changed", "status", "param"),
    [
        ({"input": "a" * 4096}, 200, None),
        ({"input": "a" * 4097}, 400, "input"),
        ({"input": ""}, 400, "input"),
        ({"input": 1}, 400, "input"),
        ({"voice": "nobody"}, 400, "voice"),
        ({"voice": {"id": "voice_1"}}, 200, None),
        ({"response_format": "wma"}, 400, "response_format"),
        ({"speed": 0.25}, 200, None),
        ({"speed": 4}, 200, None),
        ({"speed": 4.1}, 400, "speed"),
        ({"speed": True}, 400, "speed"),
        ({"stream_format": "xml"}, 400, "stream_format"),
        ({"model": "tts-1", "instructions": "Sing"}, 400, "model"),
        ({"model": "gpt-realtime-2.1-mini"}, 400, "model"),
        ({"model": None}, 400, "model"),
        ({"model": "tts-9"}, 404, None),
        ({"pitch": 2}, 400, "pitch"),
    ],
)
def test_speech_has_its_rules(
    client: httpx2.Client, changed: dict[str, Any], status: int, param: str | None
) -> None:
    answer = client.post("audio/speech", json=SPEECH | changed)
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["error"]["param"] == param


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"input": []}, "input"),
        ({"input": [{"role": "robot", "content": "a"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": [{"type": "output_text"}]}]}, "input[0].content"),
        ({"max_output_tokens": 15}, "max_output_tokens"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"messages": []}, "messages"),
    ],
)
def test_a_turn_has_its_rules(
    client: httpx2.Client, partner: PartnerServer, changed: dict[str, Any], param: str
) -> None:
    answer = client.post("responses", json=TURN | changed)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    assert partner.bills("/responses") == []


@pytest.mark.parametrize(
    ("name", "content", "fields", "status"),
    [
        ("a.wav", audio.spoken("Oi"), {}, 200),
        ("a.txt", audio.spoken("Oi"), {}, 400),
        ("a.wav", b"no audio", {}, 400),
        ("a.mp3", b"ID3".ljust(BYTES, b"\0"), {}, 200),
        ("a.mp3", b"ID3".ljust(BYTES + 1, b"\0"), {}, 413),
        ("a.mp3", b"ID3".ljust(27 * 1024 * 1024, b"\0"), {}, 413),
        ("a.wav", audio.spoken("Oi"), {"response_format": "verbose_json"}, 400),
        ("a.wav", audio.spoken("Oi"), {"timestamp_granularities[]": "word"}, 400),
        ("a.wav", audio.spoken("Oi"), {"languages[]": ["pt", "en"], "keywords[]": ["Ana"]}, 200),
        ("a.wav", audio.spoken("Oi"), {"model": "whisper-1", "languages[]": ["pt"]}, 400),
        ("a.wav", audio.spoken("Oi"), {"model": "tts-1"}, 400),
        ("a.wav", audio.spoken("Oi"), {"stream": "true"}, 400),
    ],
)
def test_listening_has_its_rules(
    client: httpx2.Client, name: str, content: bytes, fields: dict[str, Any], status: int
) -> None:
    answer = client.post(
        "audio/transcriptions",
        data={"model": "gpt-transcribe"} | fields,
        files={"file": (name, content)},
    )
    assert answer.status_code == status


def test_listening_needs_a_form(client: httpx2.Client) -> None:
    assert client.post("audio/transcriptions", json={"model": "whisper-1"}).status_code == 400


@pytest.mark.parametrize("path", ["audio/speech", "audio/transcriptions"])
def test_content_that_breaks_the_policy_is_refused(
    client: httpx2.Client, partner: PartnerServer, path: str
) -> None:
    partner.faults.add(refused=True)
    if path == "audio/speech":
        answer = client.post(path, json=SPEECH)
    else:
        file = {"file": ("a.wav", audio.spoken("Oi"))}
        answer = client.post(path, data={"model": "gpt-transcribe"}, files=file)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_prompt")
    assert partner.bills(f"/{path}") == []


def test_audio_that_was_joined_says_all_of_it(client: httpx2.Client) -> None:
    joined = audio.spoken("Bom dia.", "mp3") + audio.spoken("Até já.", "mp3")
    answer = client.post(
        "audio/transcriptions",
        data={"model": "gpt-transcribe", "response_format": "text"},
        files={"file": ("a.mp3", joined)},
    )
    assert answer.text == "Bom dia. Até já.\n"


@pytest.mark.parametrize(
    "body",
    [
        {"expires_after": {"seconds": 9}},
        {"expires_after": {"seconds": 7201}},
        {"expires_after": {"anchor": "now"}},
        {"session": {"type": "telepathy"}},
        {"session": {"type": "realtime", "model": "tts-1"}},
    ],
)
def test_a_client_secret_has_its_rules(client: httpx2.Client, body: dict[str, Any]) -> None:
    assert client.post("realtime/client_secrets", json=body).status_code == 400


def test_a_model_that_was_shut_down_is_not_found(
    client: httpx2.Client, partner: PartnerServer
) -> None:
    del partner.models["gpt-4o-mini-tts"]
    answer = client.post("audio/speech", json=SPEECH)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
    assert client.get("models/gpt-4o-mini-tts").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "audio/speech"), ("POST", "chat"), ("DELETE", "models")]
)
def test_there_is_nothing_else(client: httpx2.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_url")


def test_what_is_no_json_is_refused(client: httpx2.Client) -> None:
    for body in (b"{", b"[]", b"\xff"):
        assert client.post("responses", content=body).status_code == 400
