"""Every kind of event, as AWS sends it, through the artifact."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pipeline.local.version import Configuration
from tests.built import artifact

from .support import NAME, STAGES, World, event, http, log_records

HTTP_KINDS = ("apigateway_v2", "apigateway_v1", "function_url", "alb")


def invocation_line(lines: tuple[str, ...]) -> dict[str, Any]:
    (found,) = [each for each in log_records(lines) if each["message"] == "invocation"]
    return found


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kind", HTTP_KINDS)
def test_a_post_by_any_road_is_accepted(world: World, kind: str, stage: str) -> None:
    response = world.invoke(event(kind, stage), stage)

    answer: Any = response.json()
    assert response.function_error is None
    assert answer["statusCode"] == 202
    assert json.loads(answer["body"])["status"] == "queued"
    line = invocation_line(response.log)
    assert (line["kind"], line["stage"], line["outcome"]) == (kind, stage, "ok")
    assert line["request_id"] == response.request_id


@pytest.mark.parametrize("kind", HTTP_KINDS)
def test_the_answer_has_the_form_that_its_road_expects(world: World, kind: str) -> None:
    answer: Any = world.invoke(event(kind), "hom").json()

    headers = answer.get("headers") or {k: v[0] for k, v in answer["multiValueHeaders"].items()}
    assert headers["content-type"] == "application/json"
    assert answer["isBase64Encoded"] is False
    assert ("statusDescription" in answer) is False or answer["statusDescription"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_message_of_the_queue_is_sent(world: World, stage: str) -> None:
    sent = event("sqs", stage)
    body = json.loads(sent["Records"][0]["body"])
    body["payload"]["id"] = f"fromtheevent{stage}"
    sent["Records"][0]["body"] = json.dumps(body)

    response = world.invoke(sent, stage)

    assert response.json() == {"batchItemFailures": []}
    assert invocation_line(response.log)["kind"] == "sqs"
    assert world.cloud.aws.sent_mail()[-1].subject == f"Olá, {stage}"


def test_a_message_of_another_stage_is_given_back(world: World) -> None:
    sent = event("sqs", "prod")
    before = len(world.cloud.aws.sent_mail())

    response = world.invoke(sent, "hom")

    identifier = sent["Records"][0]["messageId"]
    assert response.json() == {"batchItemFailures": [{"itemIdentifier": identifier}]}
    assert len(world.cloud.aws.sent_mail()) == before


@pytest.mark.parametrize("stage", STAGES)
def test_a_bounce_keeps_later_mail_from_its_address(world: World, stage: str) -> None:
    assert world.invoke(event("sns", stage), stage).function_error is None

    status, accepted = world.call(
        http(
            "POST",
            "/emails",
            stage,
            {"to": [f"gone@{stage}.example.org"], "subject": "s", "text": "t"},
        ),
        stage,
    )
    world.drain(stage)
    _, record = world.call(http("GET", f"/emails/{accepted['id']}", stage), stage)

    assert status == 202
    assert record["suppressed"] == [f"gone@{stage}.example.org"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_job_can_be_invoked_directly(world: World, stage: str) -> None:
    world.invoke(event("sns", stage), stage)

    response = world.invoke(event("job", stage), stage)

    assert (response.function_error, response.json()) == (None, True)
    line = invocation_line(response.log)
    assert (line["kind"], line["correlation_id"]) == ("job", "c0rrelation-2")


@pytest.mark.parametrize("stage", STAGES)
def test_the_probe_answers_for_its_stage_on_the_bare_version(world: World, stage: str) -> None:
    response = world.function.invoke(json.dumps(event("probe", stage)).encode(), "1")

    answer: Any = response.json()
    assert response.function_error is None
    assert (answer["mew"]["stage"], answer["mew"]["version"]) == (stage, "1")
    assert answer["mew"]["http"] is True
    assert "send_email" in answer["mew"]["jobs"]


@pytest.mark.parametrize("kind", ["s3", "eventbridge", "schedule"])
def test_an_event_that_no_job_is_bound_to_is_an_error_that_says_so(world: World, kind: str) -> None:
    response = world.invoke(event(kind), "hom")

    answer: Any = response.json()
    assert response.function_error == "Unhandled"
    assert answer["errorType"] == "UnknownJob"
    assert "nothing is bound to" in answer["errorMessage"]
    assert "generic-hom-send-email" in answer["errorMessage"]


def test_an_event_of_no_known_kind_is_named_by_its_keys_alone(world: World) -> None:
    answer: Any = world.invoke({"password": "sesame"}, "hom").json()

    assert answer["errorType"] == "EventError"
    assert "password" in answer["errorMessage"]
    assert "sesame" not in answer["errorMessage"]


@pytest.mark.parametrize("qualifier", ["1", "local"])
def test_nothing_but_a_stage_of_this_lambda_is_served(world: World, qualifier: str) -> None:
    made = http("GET", "/emails/unknown-id", "hom")

    response = world.function.invoke(json.dumps(made).encode(), qualifier)

    answer: Any = response.json()
    if qualifier == "1":
        assert answer["errorType"] == "StageError"
    else:
        # Nobody has made the secrets of that stage here.
        assert answer["statusCode"] >= 500


@pytest.mark.parametrize("handler", [f"{NAME}.main.main", "lambda_function.handler"])
def test_the_artifact_answers_to_both_names(world: World, handler: str) -> None:
    configuration = Configuration(handler=handler, timeout=30, memory_size=512)
    name = f"both_{handler.replace('.', '_')}"
    function = world.cloud.deploy(name, artifact(NAME), configuration)
    try:
        made = json.dumps(http("GET", "/health", "hom")).encode()
        answer: Any = function.invoke(made, "hom").json()
        assert answer["statusCode"] == 200
    finally:
        function.close()


def test_a_binary_body_arrives_as_it_was_sent(world: World) -> None:
    made = http("POST", "/emails", "hom")
    made["body"], made["isBase64Encoded"] = base64.b64encode(b"\xff\xfe not JSON").decode(), True

    status, problem = world.call(made, "hom")

    assert status in {400, 422}
    assert problem["status"] == status
