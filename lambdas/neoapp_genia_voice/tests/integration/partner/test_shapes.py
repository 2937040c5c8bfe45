"""Each answer of the partner has the shape that its reference shows."""

from typing import Any

import httpx2
import pytest

from ...partner import audio
from ...partner.errors import failing, out_of_quota, overloaded, rate_limited
from ...partner_server import PartnerServer
from . import shapes
from .shapes import differences

MODEL = "gpt-6.1-terra"


def transcribe(client: httpx2.Client, **fields: Any) -> httpx2.Response:
    file = {"file": ("said.wav", audio.spoken("Bom dia, Ana"), "audio/wav")}
    return client.post("audio/transcriptions", data=fields, files=file)


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"model": "gpt-transcribe"}, shapes.TRANSCRIPTION_WITH_LANGUAGES),
        ({"model": "gpt-4o-transcribe"}, shapes.TRANSCRIPTION),
        (
            {
                "model": "whisper-1",
                "response_format": "verbose_json",
                "timestamp_granularities[]": ["word", "segment"],
            },
            shapes.VERBOSE_TRANSCRIPTION,
        ),
    ],
)
def test_a_transcription_has_its_shape(client: httpx2.Client, fields: Any, shape: Any) -> None:
    found = transcribe(client, **fields).json()
    assert differences(found, shape) == []
    assert found["text"] == "Bom dia, Ana"


def test_an_answer_of_a_model_has_its_shape(client: httpx2.Client) -> None:
    found = client.post("responses", json={"model": MODEL, "input": "Bom dia"}).json()
    assert differences(found, shapes.response(shapes.OUTPUT_TEXT)) == []


def test_a_refusal_has_its_shape(client: httpx2.Client, partner: PartnerServer) -> None:
    partner.faults.add(refused=True)
    found = client.post("responses", json={"model": MODEL, "input": "Bom dia"}).json()
    assert differences(found, shapes.response(shapes.REFUSAL)) == []


def test_an_answer_that_was_cut_short_has_its_shape(
    client: httpx2.Client, partner: PartnerServer
) -> None:
    partner.reply = lambda _: "word " * 50
    asked = {"model": MODEL, "input": "Bom dia", "max_output_tokens": 16}
    found = client.post("responses", json=asked).json()
    reason = {"reason": "max_output_tokens"}
    assert differences(found, shapes.response(shapes.OUTPUT_TEXT, "incomplete", reason)) == []
    assert found["usage"]["output_tokens"] == 16


def test_models_have_their_shape(client: httpx2.Client) -> None:
    assert differences(client.get("models").json(), shapes.MODELS) == []
    assert differences(client.get("models/gpt-transcribe").json(), shapes.MODEL) == []


def test_a_client_secret_has_its_shape(client: httpx2.Client) -> None:
    session = {"type": "realtime", "model": "gpt-realtime-2.1"}
    found = client.post("realtime/client_secrets", json={"session": session}).json()
    assert differences(found, shapes.CLIENT_SECRET) == []


@pytest.mark.parametrize(
    ("error", "status", "code", "retry_after"),
    [
        (rate_limited(), 429, "rate_limit_exceeded", None),
        (rate_limited(3), 429, "rate_limit_exceeded", "3"),
        (out_of_quota(), 429, "insufficient_quota", None),
        (out_of_quota("credit_balance_exhausted"), 429, "credit_balance_exhausted", None),
        (failing(), 500, None, None),
        (failing(502), 502, None, None),
        (overloaded(2), 503, "server_is_overloaded", "2"),
    ],
)
def test_an_error_has_its_shape(
    client: httpx2.Client,
    partner: PartnerServer,
    error: Any,
    status: int,
    code: str | None,
    retry_after: str | None,
) -> None:
    partner.faults.add(error=error)
    answer = client.post("responses", json={"model": MODEL, "input": "Bom dia"})
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, retry_after)
    assert differences(answer.json(), shapes.ERROR) == []
    assert answer.json()["error"]["code"] == code
    assert partner.bills("/responses") == []


@pytest.mark.parametrize(
    ("found", "shape"),
    [
        ({"a": 1}, {"a": "text"}),
        ({"a": 1}, {"a": shapes.TEXT}),
        ({}, {"a": shapes.WHOLE}),
        ({"a": 1, "b": 2}, {"a": shapes.WHOLE}),
        ([{"a": 1}, {"b": 1}], [{"a": shapes.WHOLE}]),
        ({"a": "x"}, {"a": shapes.Maybe(shapes.WHOLE)}),
    ],
)
def test_what_has_another_shape_is_told(found: Any, shape: Any) -> None:
    assert differences(found, shape)
