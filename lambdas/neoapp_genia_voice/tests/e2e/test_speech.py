"""A text becomes audio, through `main` alone."""

from urllib.request import urlopen

import pytest

from ..partner import audio
from ..partner_server import PartnerServer
from ..support import call


def test_a_text_is_spoken(aws: str, partner: PartnerServer) -> None:
    answer = call("POST", "/voice/speech", {"text": "Bom dia!", "format": "wav", "speed": 1.5})
    assert answer.status == 200, answer.content
    assert answer.headers["content-type"] == "audio/wav"
    assert audio.heard(answer.content) == ["Bom dia!"]
    [asked] = partner.requests
    assert asked.json["voice"] == "marin"
    assert asked.json["speed"] == 1.5


@pytest.mark.parametrize("form", ["mp3", "wav", "pcm", "opus", "aac"])
def test_a_long_text_is_spoken_in_parts_and_joined(
    aws: str, partner: PartnerServer, form: str
) -> None:
    partner.seconds_per_character = 0.0001
    text = "Uma frase que se repete muitas vezes. " * 120
    answer = call("POST", "/voice/speech", {"text": text, "format": form})
    assert answer.status == 200, answer.content
    said = audio.heard(answer.content)
    assert len(said) == 2
    assert " ".join(said) == text.strip()
    assert all(len(part) <= 4096 and part.endswith(".") for part in said)


def test_audio_too_large_for_an_answer_is_linked(aws: str, partner: PartnerServer) -> None:
    partner.seconds_per_character = 10.0
    answer = call("POST", "/voice/speech", {"text": "Uma longa", "format": "wav", "speed": 0.9})
    assert answer.status == 201
    assert answer.json["bytes"] > 4_500_000
    with urlopen(answer.json["url"], timeout=10) as fetched:
        assert fetched.headers["content-type"] == "audio/wav"
        assert audio.heard(fetched.read()) == ["Uma longa"]


def test_flac_of_a_long_text_is_refused_before_it_is_paid_for(
    aws: str, partner: PartnerServer
) -> None:
    answer = call("POST", "/voice/speech", {"text": "Uma frase. " * 400, "format": "flac"})
    assert (answer.status, answer.problem) == (422, "format-cannot-be-joined")
    assert partner.requests == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " \n "},
        {"text": "a" * 20_481},
        {"text": "a\0b"},
        {"text": 7},
        {"text": "Oi", "voice": "hal"},
        {"text": "Oi", "format": "exe"},
        {"text": "Oi", "speed": 4.1},
        {"text": "Oi", "model": "another"},
    ],
)
def test_what_breaks_a_rule_is_named_and_not_paid_for(
    aws: str, partner: PartnerServer, body: dict[str, object]
) -> None:
    answer = call("POST", "/voice/speech", body)
    assert answer.status == 422
    assert answer.json["errors"]
    assert partner.requests == []
