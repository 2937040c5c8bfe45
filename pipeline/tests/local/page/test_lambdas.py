from __future__ import annotations

import json

import pytest
from werkzeug.test import Client

from pipeline.local.payload import MAX_REQUEST_BYTES

from .contract import NAME
from .documents import FAILED, form_token, opened
from .memory import MemoryCloud

SEND = f"/lambdas/{NAME}"


def send(client: Client, payload: str, stage: str = "hom") -> str:
    response = client.post(
        SEND,
        data={"payload": payload, "stage": stage, "form_token": form_token(client, SEND)},
        content_type="multipart/form-data",
    )
    assert response.status_code == 303, response.text
    assert response.location is not None
    return response.location


def test_a_lambda_shows_its_stages_routes_and_versions(reader: Client) -> None:
    page = opened(reader.get("/lambdas/generic_send_email"))

    assert "hom v7 docs prod v6 · 10% v7 docs" in page.main
    assert "POST /emails Accept an e-mail for delivery" in page.main
    assert "v7 hom, prod" in page.main
    assert [each.get("href") for each in page.all("a") if each.text == "docs"] == [
        "/hom/generic_send_email/docs",
        "/prod/generic_send_email/docs",
    ]


def test_a_lambda_without_routes_has_no_docs(reader: Client) -> None:
    page = opened(reader.get(SEND))

    assert "docs" not in page.main
    assert "Routes" not in page.main


def test_an_event_is_sent_to_the_chosen_stage_and_its_answer_shown(
    owner: Client, cloud: MemoryCloud
) -> None:
    location = send(owner, '{"say": "olá"}', stage="prod")

    page = opened(owner.get(location))
    (latest,) = cloud.invocations(1)
    assert location == f"/invocations/{latest.id}"
    assert (latest.lambda_name, latest.stage, latest.version) == (NAME, "prod", "1")
    assert 'Answer { "echo": { "say": "olá" } }' in page.main
    assert "said: olá" in page.main


def test_the_answer_of_a_function_that_fails_is_shown_too(owner: Client) -> None:
    page = opened(owner.get(send(owner, '{"fail": "out of paper"}')))

    assert "failed ValueError: out of paper" in page.main
    assert '"errorType": "ValueError"' in page.main


def test_what_was_sent_is_among_the_last_invocations(owner: Client) -> None:
    location = send(owner, "{}")

    page = opened(owner.get(SEND))
    assert location in [each.get("href") for each in page.all("a")]


@pytest.mark.parametrize(
    ("payload", "stage", "status", "reason"),
    [
        ('{"say": "</textarea><script>"', "hom", 400, "Could not parse request body into json"),
        ("{}", "nowhere", 404, "Function not found: sample_echo:nowhere"),
        ("{}", "", 404, "Function not found"),
        ('"' + "x" * MAX_REQUEST_BYTES + '"', "hom", 413, "Request must be smaller"),
    ],
)
def test_what_is_refused_stays_in_the_form_with_the_reason(
    owner: Client, cloud: MemoryCloud, payload: str, stage: str, status: int, reason: str
) -> None:
    before = cloud.invocations(100)

    response = owner.post(
        SEND,
        data={"payload": payload, "stage": stage, "form_token": form_token(owner, SEND)},
        content_type="multipart/form-data",
    )

    page = opened(response)
    assert response.status_code == status
    assert reason in page.one("p", role="alert").text
    area = page.one("textarea")
    assert area.text.lstrip("\n") == payload
    assert area.get("aria-describedby") == page.one("p", role="alert").get("id")
    assert cloud.invocations(100) == before


def test_a_form_that_is_far_too_large_is_not_even_read(owner: Client) -> None:
    token = form_token(owner, SEND)

    response = owner.post(
        SEND,
        data={"payload": "x" * (MAX_REQUEST_BYTES + 100_000), "form_token": token},
        content_type="multipart/form-data",
    )

    assert response.status_code == 413


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"payload", b"--x\r\nnonsense"])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""]
)
def test_a_body_that_is_no_form_is_refused(owner: Client, body: bytes, kind: str) -> None:
    response = owner.post(SEND, data=body, content_type=kind)

    assert 400 <= response.status_code < 500


def test_the_form_begins_with_an_example(reader: Client) -> None:
    page = opened(reader.get("/lambdas/generic_send_email"))
    other = opened(reader.get("/lambdas/generic_send_email?example=schedule"))
    unknown = opened(reader.get("/lambdas/generic_send_email?example=%00"))

    assert json.loads(page.one("textarea").text) == {"httpMethod": "POST", "path": "/emails"}
    assert json.loads(other.one("textarea").text) == {"source": "aws.events"}
    assert json.loads(unknown.one("textarea").text) == {}


def test_an_event_can_be_sent_again(owner: Client) -> None:
    location = send(owner, '{"say": "a\\u0000\\u202eb"}', stage="prod")
    link = opened(owner.get(location)).one("a", href=f"{SEND}?again={location[13:]}#send")

    page = opened(owner.get(link.get("href")))
    assert json.loads(page.one("textarea").text) == {"say": "a\0\u202eb"}
    assert [each.text for each in page.all("option") if "selected" in each.attributes] == ["prod"]


def test_an_event_that_is_forgotten_is_not_there_to_send_again(reader: Client) -> None:
    page = opened(reader.get(f"{SEND}?again=unknown"))

    assert json.loads(page.one("textarea").text) == {}


@pytest.mark.parametrize("name", ["nobody", "%3Cscript%3E", "%F0%9F", "a" * 5000])
def test_an_unknown_lambda_is_not_found(reader: Client, owner: Client, name: str) -> None:
    response = reader.get(f"/lambdas/{name}")

    assert response.status_code == 404
    assert "<script>" not in response.text.split("</head>")[1]
    token = form_token(owner, SEND)
    assert owner.post(f"/lambdas/{name}", data={"form_token": token}).status_code == 404


def test_an_invocation_shows_what_went_in_and_out_and_what_it_logged(reader: Client) -> None:
    page = opened(reader.get(f"/invocations/{FAILED}"))

    assert "failed KeyError: 'to'" in page.main
    assert "Stage hom v7 Kind queue" in page.main
    assert "Init warm Duration 83 ms Memory 87 MB" in page.main
    assert '"messageId": "1"' in page.main
    assert "Traceback (most recent call last):" in page.main


def test_an_invocation_that_is_running_says_so(reader: Client) -> None:
    page = opened(reader.get(f"/invocations/{FAILED[:-1]}3"))

    assert "It is still running." in page.main
    assert "Duration running" in page.main


def test_an_unknown_invocation_is_not_found(reader: Client) -> None:
    response = reader.get("/invocations/unknown")

    assert response.status_code == 404
    assert "forgotten" in response.text
