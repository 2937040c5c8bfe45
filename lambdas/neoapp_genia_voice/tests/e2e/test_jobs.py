"""The watch over models, as its schedule runs it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from mew.errors import Retry

from ..partner.errors import failing
from ..partner.models import SPEECH, Model
from ..partner_server import PartnerServer
from ..support import event, invoke


def ending_in(days: int) -> Model:
    """A model that speaks, for so many days more."""
    return Model(SPEECH, (datetime.now(UTC).date() + timedelta(days=days)).isoformat())


def test_models_that_end_within_60_days_or_are_gone_are_warned_of(
    aws: str, partner: PartnerServer, capsys: pytest.CaptureFixture[str]
) -> None:
    partner.models["gpt-4o-mini-tts"] = ending_in(60)
    partner.models["whisper-1"] = ending_in(61)
    partner.models["tts-1"] = ending_in(1)
    del partner.models["gpt-6-luna"]
    assert invoke(event("schedule")) is None
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    warnings = [line for line in lines if line["level"] == "WARNING"]
    warned = [(line["setting"], line.get("days_left")) for line in warnings]
    assert warned == [("summary_model", None), ("speech_model", 60)]
    metrics = next(line for line in lines if "_aws" in line)
    assert (metrics["models_ending"], metrics["model_days_left"]) == (2, 0)
    assert invoke({"job": "watch_models"}) == ["summary_model", "speech_model"]


def test_nothing_is_warned_of_and_the_metric_says_so(
    aws: str, partner: PartnerServer, capsys: pytest.CaptureFixture[str]
) -> None:
    partner.models = {name: Model(one.serves) for name, one in partner.models.items()}
    assert invoke({"job": "watch_models"}) == []
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["models_ending"] for line in lines if "_aws" in line] == [0]


def test_a_partner_that_fails_is_asked_again_by_the_schedule(
    aws: str, partner: PartnerServer
) -> None:
    partner.faults.add("/models", error=failing(500), times=9)
    with pytest.raises(Retry):
        invoke(event("schedule"))
