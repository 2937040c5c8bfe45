"""Each way in which the partner fails is a problem of its own, and says no word of the content."""

from typing import Any

import pytest

from ..partner.errors import (
    ApiError,
    content_refused,
    failing,
    no_model,
    out_of_quota,
    overloaded,
    rate_limited,
    wrong_key,
)
from ..partner_server import PartnerServer
from ..support import Answer, call

BODY = {"text": "um segredo", "format": "wav"}


def speak(**options: Any) -> Answer:
    return call("POST", "/voice/speech", BODY, **options)


@pytest.mark.parametrize(
    ("error", "status", "problem", "retry_after"),
    [
        (rate_limited(7), 503, "partner-throttled", "7"),
        (rate_limited(), 503, "partner-saturated", "30"),
        (out_of_quota(), 503, "partner-quota-spent", None),
        (out_of_quota("project_spend_limit_exceeded"), 503, "partner-quota-spent", None),
        (overloaded(9), 503, "partner-down", "9"),
        (overloaded(), 503, "partner-down", "5"),
        (failing(500), 502, "partner-failed", None),
        (failing(502), 502, "partner-failed", None),
        (content_refused("input"), 422, "content-refused", None),
        (no_model("gpt-4o-mini-tts"), 502, "partner-refused", None),
        (wrong_key("sk-test-key"), 502, "partner-refused", None),
    ],
)
def test_each_failure_is_a_problem_of_its_own(
    aws: str,
    partner: PartnerServer,
    error: ApiError,
    status: int,
    problem: str,
    retry_after: str | None,
) -> None:
    partner.faults.add("/audio/speech", error=error, times=2)
    answer = speak()
    assert (answer.status, answer.problem) == (status, problem), answer.content
    assert answer.headers.get("retry-after") == retry_after
    assert "segredo" not in answer.content.decode()


def test_a_cut_stream_is_a_problem_and_not_half_an_audio(aws: str, partner: PartnerServer) -> None:
    partner.faults.add("/audio/speech", cut_after=1)
    answer = speak()
    assert (answer.status, answer.problem) == (502, "partner-stream-cut")
    assert answer.json["outcome_unknown"] is True


def test_a_partner_that_does_not_answer_in_time(aws: str, partner: PartnerServer) -> None:
    partner.faults.add("/audio/speech", delay=3.0)
    answer = speak(seconds=3.5)
    assert (answer.status, answer.problem) == (504, "partner-slow")


def test_a_partner_that_is_not_there(aws: str, partner: PartnerServer) -> None:
    with partner.refusing():
        answer = speak()
    assert (answer.status, answer.problem) == (503, "partner-down")
    assert "outcome_unknown" not in answer.json
