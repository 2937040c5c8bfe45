"""Ten thousand invocations of both stages in one environment, in random order: nothing is shared."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..config import Settings as Base
from ..config import client, secret
from ..core import current_invocation, lambda_main
from ..jobs import Jobs
from .support import FakeContext, lines_of

COUNT = 10_000


class Settings(Base):
    table: str = secret("generic/{stage}/tables", key="emails")


class Payload(BaseModel):
    number: int


class Seen:
    """What each stage's code had in its hands."""

    def __init__(self) -> None:
        self.tables: dict[str, Counter[str]] = {"hom": Counter(), "prod": Counter()}
        self.handles: dict[str, set[int]] = {"hom": set(), "prod": set()}

    def note(self) -> str:
        stage = current_invocation().stage.value
        settings = Settings.load()
        self.tables[stage][settings.table] += 1
        self.handles[stage] |= {id(settings), id(client("sqs")), id(client("dynamodb"))}
        return stage


@pytest.fixture
def seen(aws: Callable[[str], Any]) -> Seen:
    for stage in ("hom", "prod"):
        value = json.dumps({"emails": f"generic-{stage}-emails"})
        aws("secretsmanager").create_secret(Name=f"generic/{stage}/tables", SecretString=value)
    return Seen()


def test_ten_thousand_interleaved_invocations_share_nothing(
    seen: Seen, event: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = Jobs()

    @jobs.job("send_email")
    def send_email(payload: Payload) -> str:
        return seen.note()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise LookupError("no lifespan")
        body = seen.note().encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    main = lambda_main(http=lambda: app, jobs=lambda: jobs)
    request, direct, batch = event("apigateway_v2"), event("job"), event("sqs")
    chance = random.Random(2)  # noqa: S311
    asked: Counter[str] = Counter()
    for number in range(COUNT):
        stage = chance.choice(("hom", "prod"))
        context = FakeContext(stage, request_id=f"r{number}")
        kind = chance.choice(("http", "direct", "sqs"))
        if kind == "http":
            asked[stage] += 1
            assert main(request, context)["statusCode"] == 200
        elif kind == "direct":
            asked[stage] += 1
            assert main(direct, context) == stage
        else:
            # The messages are of hom: at prod all three are refused before any code sees them.
            failures = main(batch, context)["batchItemFailures"]
            asked[stage] += 3 - len(failures)
            assert len(failures) == (0 if stage == "hom" else 3)
    assert seen.tables == {
        stage: Counter({f"generic-{stage}-emails": asked[stage]}) for stage in ("hom", "prod")
    }
    assert not seen.handles["hom"] & seen.handles["prod"]
    assert {stage: len(handles) for stage, handles in seen.handles.items()} == {"hom": 3, "prod": 3}
    lines = [one for one in lines_of(capsys.readouterr().out) if one["message"] == "invocation"]
    assert len(lines) == COUNT
    assert {(one["stage"], one["cold_start"]) for one in lines[1:]} == {
        ("hom", False),
        ("prod", False),
    }
