"""What the partner sends a piece at a time, and how that breaks off."""

import json
from typing import Any

import httpx2
import pytest

from ...partner import audio
from ...partner_server import PartnerServer

SPEECH = {"model": "gpt-4o-mini-tts", "voice": "coral", "input": "Bom dia, Ana"}
TURN = {"model": "gpt-6.1-terra", "input": "Bom dia, Ana", "stream": True}


def events(text: str) -> list[dict[str, Any]]:
    """The events of a stream; each is named by its type, too."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append(json.loads(data.removeprefix("data: ")))
        assert name == f"event: {found[-1]['type']}"
    return found


@pytest.mark.parametrize("form", audio.FORMATS)
def test_speech_of_every_format_says_the_text(client: httpx2.Client, form: str) -> None:
    answer = client.post("audio/speech", json=SPEECH | {"response_format": form})
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert audio.heard(answer.content) == ["Bom dia, Ana"]
    assert audio.is_audio(answer.content) == (form not in ("pcm", "aac"))


def test_speech_is_shorter_the_faster_it_is(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.seconds_per_character = 0.1
    slow, fast = (
        client.post("audio/speech", json=SPEECH | {"speed": speed}).content for speed in (0.5, 2)
    )
    assert audio.seconds_of(slow) == pytest.approx(4 * audio.seconds_of(fast), rel=0.01)


def test_speech_as_events_is_the_same_audio(client: httpx2.Client) -> None:
    *deltas, done = events(client.post("audio/speech", json=SPEECH | {"stream_format": "sse"}).text)
    assert {one["type"] for one in deltas} == {"speech.audio.delta"}
    assert done["type"] == "speech.audio.done"
    assert done["usage"]["total_tokens"] > 0


def test_an_answer_comes_word_by_word_and_whole_at_the_end(client: httpx2.Client) -> None:
    found = events(client.post("responses", json=TURN).text)
    deltas = [one["delta"] for one in found if one["type"] == "response.output_text.delta"]
    assert deltas == ["You", " said:", " Bom", " dia,", " Ana"]
    assert found[0]["response"]["status"] == "in_progress"
    assert found[-1]["type"] == "response.completed"
    assert found[-1]["response"]["output"][0]["content"][0]["text"] == "".join(deltas)
    assert [one["sequence_number"] for one in found] == list(range(len(found)))


def test_a_refusal_comes_word_by_word(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(refused=True)
    kinds = {one["type"] for one in events(client.post("responses", json=TURN).text)}
    assert {"response.refusal.delta", "response.refusal.done"} <= kinds
    assert "response.output_text.delta" not in kinds


def test_a_stream_can_end_in_an_error(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(failed=True)
    last = events(client.post("responses", json=TURN).text)[-1]
    assert last["type"] == "response.failed"
    assert last["response"]["error"]["code"] == "server_error"


@pytest.mark.parametrize("path", ["audio/speech", "responses"])
def test_a_stream_that_is_cut_has_no_end_and_is_billed(
    client: httpx2.Client, partner: PartnerServer, path: str
) -> None:
    partner.seconds_per_character = 0.1
    partner.faults.add(f"/{path}", cut_after=2)
    body = SPEECH if path == "audio/speech" else TURN
    with client.stream("POST", path, json=body) as answer:
        arrived = answer.iter_raw()
        assert next(arrived)
        with pytest.raises(httpx2.RemoteProtocolError):
            list(arrived)
    assert len(partner.bills(f"/{path}")) == 1
