"""What OpenAI never says by its documents, and a proxy between may: each is its failure, not ours."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from ekans.http import ServiceClient
from mew.core import invocation

from ...core.services.openai_account_service import OpenaiCatalogue, OpenaiRealtime
from ...core.services.openai_answer_service import OpenaiMind
from ...core.services.openai_audio_service import OpenaiEar
from ...core.services.openai_service import LIMITS
from ...domain.models.audio_models import Granularity, HeardFormat, Sound, Voice
from ...domain.models.error_models import (
    ContentRefused,
    PartnerFailed,
    PartnerRefused,
    Saturated,
    StreamCut,
)
from ...domain.models.turn_models import Message


@pytest.fixture(autouse=True)
def at_hom() -> Iterator[None]:
    with invocation("hom"):
        yield


def answering(content: bytes, status: int = 200) -> ServiceClient:
    """A client of a partner that answers so."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=content)

    return ServiceClient(
        "openai",
        "https://openai.example/v1",
        limits=LIMITS,
        transport=lambda: httpx2.MockTransport(answer),
    )


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def as_events(*events: Any) -> bytes:
    return b"".join(b": ping\n\nevent: x\ndata: " + as_json(event) + b"\n\n" for event in events)


ODD = [b"", b"<html>", b"[]", b"null", b'"secret words"', b"{}", as_json({"text": 7})]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("granularity", [None, Granularity.WORD])
def test_a_transcription_of_another_shape_fails_and_may_be_billed(
    odd: bytes, granularity: Granularity | None
) -> None:
    ear = OpenaiEar(answering(odd), "gpt-transcribe", "whisper-1")
    with pytest.raises(PartnerFailed) as caught:
        ear.hear(Sound(HeardFormat.WAV, b"x"), None, granularity)
    assert caught.value.billed
    assert "secret" not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.parametrize("words", ["a", [7], [{"word": "a"}], [{"word": "a", "start": "x"}]])
def test_times_of_another_shape_fail(words: Any) -> None:
    told = {"text": "a", "language": "pt", "words": words}
    ear = OpenaiEar(answering(as_json(told)), "gpt-transcribe", "whisper-1")
    with pytest.raises(PartnerFailed):
        ear.hear(Sound(HeardFormat.WAV, b"x"), None, Granularity.WORD)


@pytest.mark.parametrize("odd", [*ODD, as_json({"value": 7, "expires_at": 1})])
def test_a_client_secret_of_another_shape_fails(odd: bytes) -> None:
    with pytest.raises(PartnerFailed):
        OpenaiRealtime(answering(odd), "gpt-realtime").client_secret("", Voice.MARIN, 60)


@pytest.mark.parametrize(
    "odd", [*ODD, as_json({"data": [7]}), as_json({"data": [{"id": "a", "shutdown_date": "soon"}]})]
)
def test_a_list_of_models_of_another_shape_fails(odd: bytes) -> None:
    with pytest.raises(PartnerFailed):
        OpenaiCatalogue(answering(odd)).models()


DELTA = {"type": "response.output_text.delta", "delta": "Olá"}
DONE = {"type": "response.completed", "response": {}}


@pytest.mark.parametrize(
    ("content", "kind", "billed"),
    [
        (b"", StreamCut, True),
        (b"<html>", StreamCut, True),
        (as_events(DELTA), StreamCut, True),
        (b"data: {broken\n\n", PartnerFailed, True),
        (as_events(DONE), PartnerFailed, True),
        (as_events([], 7, {"type": 7}, {"type": DELTA["type"], "delta": 7}, DONE), PartnerFailed, True),
        (as_events(DELTA, {"type": "response.failed", "response": None}), PartnerFailed, True),
        (as_events({"type": "error", "code": "server_error"}), PartnerFailed, True),
        (as_events({"type": "error", "code": "rate_limit_exceeded"}), Saturated, False),
        (as_events({"type": "error", "code": "invalid_prompt"}), ContentRefused, False),
        (
            as_events(
                DELTA,
                {
                    "type": "response.incomplete",
                    "response": {"incomplete_details": {"reason": "content_filter"}},
                },
            ),
            ContentRefused,
            True,
        ),
    ],
)  # fmt: skip
def test_a_stream_that_does_not_end_well_is_no_answer(
    content: bytes, kind: type[StreamCut], billed: bool
) -> None:
    mind = OpenaiMind(answering(content), "gpt", 100)
    with pytest.raises(kind) as caught:
        list(mind.answer("", [Message("user", "Oi")]))
    assert caught.value.billed is billed


def test_an_answer_that_is_as_long_as_it_may_be_is_an_answer() -> None:
    end = {"type": "response.incomplete", "response": {"incomplete_details": {"reason": "max"}}}
    mind = OpenaiMind(answering(as_events(DELTA, DELTA, end)), "gpt", 100)
    assert list(mind.answer("", [Message("user", "Oi")])) == ["Olá", "Olá"]


@pytest.mark.parametrize("content", [b"<html>", b'{"error": 7}', b'{"error": {"code": ["x"]}}'])
def test_a_refusal_of_another_shape_is_a_refusal(content: bytes) -> None:
    mind = OpenaiMind(answering(content, 400), "gpt", 100)
    with pytest.raises(PartnerRefused):
        list(mind.answer("", [Message("user", "Oi")]))
