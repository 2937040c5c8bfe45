"""Audio becomes text, inside of a request and by way of the bucket, through `main` alone."""

from typing import Any
from urllib.request import Request, urlopen

import pytest

from ..partner import audio
from ..partner_server import PartnerServer
from ..support import as_content, call, take_turn

WAV = audio.spoken("Bom dia a todos")


def transcribe(**body: Any) -> Any:
    return call("POST", "/voice/transcriptions", body)


def upload(content: bytes, **options: Any) -> str:
    """Put audio where the API says; its id."""
    asked = {"format": "wav", "bytes": len(content)}
    answer = call("POST", "/voice/uploads", asked, **options)
    assert answer.status == 201, answer.content
    told = answer.json
    put = Request(told["url"], data=content, headers=told["headers"], method="PUT")
    with urlopen(put, timeout=10) as done:
        assert done.status == 200
    found: str = told["id"]
    return found


def test_audio_is_written_down_with_its_language(aws: str, partner: PartnerServer) -> None:
    answer = transcribe(audio=as_content(WAV), language="pt")
    assert answer.json == {"text": "Bom dia a todos", "language": "pt", "parts": []}


@pytest.mark.parametrize(("granularity", "count"), [("word", 4), ("segment", 1)])
def test_times_are_told_by_the_model_that_has_them(
    aws: str, partner: PartnerServer, granularity: str, count: int
) -> None:
    answer = transcribe(audio=as_content(WAV), language="pt", timestamps=granularity)
    parts = answer.json["parts"]
    assert len(parts) == count
    assert " ".join(part["text"] for part in parts) == "Bom dia a todos"
    assert all(part["start"] <= part["end"] for part in parts)


def test_audio_too_large_for_a_request_goes_through_the_bucket(
    aws: str, partner: PartnerServer
) -> None:
    large = audio.spoken("Uma longa conversa", seconds=150.0)
    assert len(large) > 7_000_000
    answer = transcribe(audio={"format": "wav", "upload": upload(large)})
    assert answer.json["text"] == "Uma longa conversa"
    turn = take_turn({"audio": {"format": "wav", "upload": upload(WAV)}, "speech": None})
    assert turn.json["heard"] == "Bom dia a todos"


def test_the_link_of_an_upload_holds_its_size_and_its_time(
    aws: str, partner: PartnerServer
) -> None:
    told = call("POST", "/voice/uploads", {"format": "wav", "bytes": 17}).json
    assert "content-length" in told["url"].lower()
    assert "X-Amz-Expires=900" in told["url"]


@pytest.mark.parametrize("size", [0, 25 * 1024 * 1024 + 1])
def test_an_upload_is_of_one_byte_to_25_mib(aws: str, size: int) -> None:
    assert call("POST", "/voice/uploads", {"format": "wav", "bytes": size}).status == 422


def test_another_callers_upload_is_not_there(aws: str, partner: PartnerServer) -> None:
    theirs = {"format": "wav", "upload": upload(WAV, caller="bruno")}
    answer = transcribe(audio=theirs)
    assert (answer.status, answer.problem) == (422, "unusable-audio")
    assert partner.requests == []


def test_what_is_no_audio_is_the_callers_to_mend(aws: str, partner: PartnerServer) -> None:
    answer = transcribe(audio=as_content(b"no audio at all"))
    assert (answer.status, answer.problem) == (422, "unusable-audio")


@pytest.mark.parametrize(
    "sent",
    [
        {"format": "wav"},
        {"format": "wav", "content": ""},
        {"format": "wav", "content": "###"},
        {"format": "exe", "content": "AAAA"},
        {"format": "wav", "upload": "../../turns/bruno"},
        {"format": "wav", "content": "AAAA", "upload": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    ],
)
def test_audio_that_breaks_a_rule_is_named(aws: str, sent: dict[str, str]) -> None:
    answer = transcribe(audio=sent)
    assert answer.status == 422
    assert answer.json["errors"]
