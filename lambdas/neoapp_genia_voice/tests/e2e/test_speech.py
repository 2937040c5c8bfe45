"""A text becomes audio, through `main` alone."""

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
