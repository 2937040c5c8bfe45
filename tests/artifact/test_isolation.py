"""One process serves both stages in turn, and nothing of one is ever seen at the other.

Whatever belongs to a stage holds its name: secrets and their values, queues, tables, buckets,
topics, addresses, subjects. So the other stage's name must turn up nowhere: not in an answer, not in
a log, not in a request to AWS, and in the end not in what AWS keeps.
"""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.local.aws_requests import AwsRequest
from pipeline.local.version import Configuration

from .faults import FILES
from .support import EVENTS, STAGES, World, event, http, log_records, variant

INVOCATIONS = 300
OTHER = {"hom": "prod", "prod": "hom"}
KINDS = sorted(path.stem for path in EVENTS.glob("*.json"))


class Traffic:
    """Makes events of every kind for a stage, in a random but repeatable order."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._random = random.Random(seed)  # noqa: S311
        self._accepted: dict[str, list[str]] = {stage: [] for stage in STAGES}
        self._sent = 0

    def stage(self) -> str:
        return self._random.choice(STAGES)

    def one(self, stage: str) -> list[str]:
        """One step at `stage`; everything that was answered or logged on the way."""
        step: Callable[[str], list[str]] = self._random.choice(
            [self._event, self._post, self._post, self._get, self._drain, self._bad, self._schema]
        )
        return step(stage)

    def _run(self, made: object, stage: str) -> list[str]:
        response = self._world.invoke(made, stage)
        for line in log_records(response.log):
            # A line about an event that mew does not recognise has no stage yet.
            assert line.get("stage", stage) == stage, line
        return [response.payload.decode(), *response.log]

    def _event(self, stage: str) -> list[str]:
        return self._run(event(self._random.choice(KINDS), stage), stage)

    def _post(self, stage: str) -> list[str]:
        self._sent += 1
        body = {
            "to": [f"reader{self._sent}@{stage}.example.org"],
            "subject": f"Number {self._sent} of {stage}",
            "text": f"Text of {stage}",
            "html": f"<p>{stage}</p>",
        }
        said = self._run(http("POST", "/emails", stage, body), stage)
        self._accepted[stage].append(json.loads(json.loads(said[0])["body"])["id"])
        return said

    def _get(self, stage: str) -> list[str]:
        owner = self._random.choice(STAGES)
        known = self._accepted[owner] or ["none-of-this-id"]
        said = self._run(http("GET", f"/emails/{self._random.choice(known)}", stage), stage)
        found = json.loads(said[0])["statusCode"] == 200
        assert found == (owner == stage and known == self._accepted[owner])
        return said

    def _drain(self, stage: str) -> list[str]:
        said: list[str] = []
        for delivery in self._world.drain(stage):
            said += [delivery.response.payload.decode(), *delivery.response.log]
        return said

    def _bad(self, stage: str) -> list[str]:
        made: Any = self._random.choice(
            [
                http("POST", "/emails", stage, {"to": ["nobody"], "subject": "s"}),
                http("GET", "/none", stage),
                {"job": "none"},
                {"job": "send_email", "payload": {}, "stage": OTHER[stage]},
                {"unknown": 1},
            ]
        )
        return self._run(made, stage)

    def _schema(self, stage: str) -> list[str]:
        path = self._random.choice(["/openapi.json", "/health"])
        return self._run(http("GET", path, stage), stage)


def words_of(request: AwsRequest) -> str:
    """A request as text, with what it carries in base64 decoded."""
    text = f"{request.path} {request.body.decode('utf-8', 'replace')}"
    for data in re.findall(r'"Data":\s*"([A-Za-z0-9+/=]+)"', text):
        text += base64.b64decode(data).decode("utf-8", "replace")
    return text


def mentions(text: str, stage: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){stage}(?![A-Za-z])", text) is not None


def test_hundreds_of_interleaved_invocations_never_show_one_stage_the_other(world: World) -> None:
    for stage in STAGES:
        world.drain(stage)
    world.restart()
    mail_before = len(world.cloud.aws.sent_mail())
    traffic = Traffic(world, seed=7)
    served = dict.fromkeys(STAGES, 0)
    asked = dict.fromkeys(STAGES, 0)

    while sum(served.values()) < INVOCATIONS:
        stage = traffic.stage()
        environments = world.function.environments()
        before = environments[0].invocations if environments else 0
        world.requests.clear()

        said = traffic.one(stage)

        for text in said:
            assert not mentions(text, OTHER[stage]), text
        for request in world.requests:
            words = words_of(request)
            # Both stages' queues may be listed: that is the test's own doing, not the function's.
            assert not mentions(words, OTHER[stage]), (request, words)
            asked[stage] += mentions(words, stage)
        (environment,) = world.function.environments()
        served[stage] += environment.invocations - before

    (environment,) = world.function.environments()
    assert environment.invocations == sum(served.values()) >= INVOCATIONS
    assert min(served.values()) > INVOCATIONS / 3
    assert min(asked.values()) > INVOCATIONS / 3

    for stage in STAGES:
        world.drain(stage)
    check_what_aws_keeps(world, mail_before)


def test_a_lambda_that_does_leak_is_noticed(world: World, tmp_path: Path) -> None:
    zip_path = variant(tmp_path / "leaky.zip", FILES)
    configuration = Configuration("generic_faults.leaky.handler", timeout=10, memory_size=512)
    function = world.cloud.deploy("generic_leaky", zip_path, configuration)
    try:
        assert not mentions(function.invoke(b"{}", "hom").payload.decode(), "prod")
        assert mentions(function.invoke(b"{}", "prod").payload.decode(), "hom")
    finally:
        function.close()


def check_what_aws_keeps(world: World, mail_before: int) -> None:
    dynamodb = world.cloud.aws.client("dynamodb")
    for stage in STAGES:
        items = dynamodb.scan(TableName=f"generic-{stage}-send-email")["Items"]
        text = json.dumps(items, default=str)
        assert len(items) > 10
        assert mentions(text, stage)
        assert not mentions(text, OTHER[stage])
    mails = world.cloud.aws.sent_mail()[mail_before:]
    assert len(mails) > 20
    for mail in mails:
        texts = (mail.sender, mail.subject, mail.text or "", mail.html or "", *mail.recipients)
        found = {stage for stage in STAGES for text in texts if mentions(text, stage)}
        assert len(found) == 1, mail


def test_the_other_stages_records_cannot_be_read(world: World) -> None:
    _, accepted = world.call(
        http(
            "POST",
            "/emails",
            "prod",
            {"to": ["a@prod.example.org"], "subject": "s", "text": "t"},
        ),
        "prod",
    )

    path = f"/emails/{accepted['id']}"
    assert world.call(http("GET", path, "prod"), "prod")[0] == 200
    assert world.call(http("GET", path, "hom"), "hom")[0] == 404


def test_a_key_that_one_stage_used_is_free_at_the_other(world: World) -> None:
    def post(stage: str) -> tuple[int, Any]:
        body = {"to": [f"a@{stage}.example.org"], "subject": stage, "text": "t"}
        made = http("POST", "/emails", stage, body, idempotency_key="artifact-both-stages")
        return world.call(made, stage)

    (first, one), (second, two) = post("hom"), post("prod")

    assert (first, second) == (202, 202)
    assert one["id"] != two["id"]


def test_no_secret_is_in_any_log_or_answer(world: World) -> None:
    secrets = world.cloud.aws.client("secretsmanager")
    world.restart()
    said: list[str] = []
    for stage in STAGES:
        for kind in KINDS:
            response = world.invoke(event(kind, stage), stage)
            said += [response.payload.decode(), *response.log]
    names = {f"generic/{stage}/{name}" for stage in STAGES for name in ("ses", "send-email")}
    values = {
        value
        for name in names
        for value in json.loads(secrets.get_secret_value(SecretId=name)["SecretString"]).values()
    }

    # What names a resource may be said; a sender's address and name are nobody's business.
    private = {value for value in values if "Sender of" in value or "no-reply@" in value}
    assert len(private) == 4
    assert [text for text in said for value in private if value in text] == []
