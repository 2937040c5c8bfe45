"""From a request to a message that a mail program can read."""

from __future__ import annotations

import base64
import concurrent.futures
from typing import Any

import pytest

from .support import STAGES, World, http


def post(world: World, stage: str, body: dict[str, Any], **headers: str) -> tuple[int, Any]:
    return world.call(http("POST", "/emails", stage, body, **headers), stage)


@pytest.mark.parametrize("stage", STAGES)
def test_a_posted_email_arrives_with_subject_both_bodies_and_its_attachment(
    world: World, stage: str
) -> None:
    content = bytes(range(256)) * 100
    before = len(world.cloud.aws.sent_mail())

    status, accepted = post(
        world,
        stage,
        {
            "to": ["ana@example.org"],
            "cc": ["bruno@example.org"],
            "bcc": ["carla@example.org"],
            "reply_to": ["ajuda@example.org"],
            "subject": "Olá, coração 🚀",
            "text": "Bom dia, São Paulo\n",
            "html": "<p>Bom dia, <b>São Paulo</b></p>\n",
            "attachments": [
                {
                    "filename": "relatório.bin",
                    "content_type": "application/octet-stream",
                    "content": base64.b64encode(content).decode(),
                }
            ],
        },
    )
    deliveries = world.drain(stage)

    assert (status, accepted["status"]) == (202, "queued")
    assert [(each.queue, each.failed) for each in deliveries] == [
        (f"generic-{stage}-send-email", 0)
    ]
    (mail,) = world.cloud.aws.sent_mail()[before:]
    assert mail.subject == "Olá, coração 🚀"
    assert mail.sender == f"Sender of {stage} <no-reply@{stage}.example.com>"
    assert mail.to == "ana@example.org"
    assert set(mail.recipients) == {"ana@example.org", "bruno@example.org", "carla@example.org"}
    assert b"carla@example.org" not in mail.raw
    assert (mail.text or "").strip() == "Bom dia, São Paulo"
    assert (mail.html or "").strip() == "<p>Bom dia, <b>São Paulo</b></p>"
    (attachment,) = mail.attachments
    assert attachment.filename == "relatório.bin"
    assert attachment.content_type == "application/octet-stream"
    assert attachment.content == content

    _, record = world.call(http("GET", f"/emails/{accepted['id']}", stage), stage)
    assert (record["status"], record["message_id"]) == ("sent", mail.id)


def test_a_template_is_filled_from_the_artifacts_own_files(world: World) -> None:
    before = len(world.cloud.aws.sent_mail())

    status, _ = post(
        world,
        "hom",
        {
            "to": ["ana@example.org"],
            "template": {
                "name": "notice",
                "variables": {"title": "<Aviso>", "paragraphs": ["Tudo certo"]},
            },
        },
    )
    world.drain("hom")

    assert status == 202
    (mail,) = world.cloud.aws.sent_mail()[before:]
    assert "Tudo certo" in (mail.text or "")
    assert "&lt;Aviso&gt;" in (mail.html or "")


def test_an_email_too_large_for_the_queue_waits_in_the_bucket_and_is_removed(
    world: World,
) -> None:
    content = b"\x01\x02\x03" * 700_000
    before = len(world.cloud.aws.sent_mail())

    status, _ = post(
        world,
        "prod",
        {
            "to": ["ana@example.org"],
            "subject": "large",
            "text": "t",
            "attachments": [
                {
                    "filename": "large.bin",
                    "content_type": "application/octet-stream",
                    "content": base64.b64encode(content).decode(),
                }
            ],
        },
    )
    s3 = world.cloud.aws.client("s3")
    bucket = "generic-prod-send-email"
    waiting = s3.list_objects_v2(Bucket=bucket).get("KeyCount", 0)
    world.drain("prod")

    assert (status, waiting) == (202, 1)
    (mail,) = world.cloud.aws.sent_mail()[before:]
    assert mail.attachments[0].content == content
    assert s3.list_objects_v2(Bucket=bucket).get("KeyCount", 0) == 0


def test_the_same_key_sends_once_even_when_two_environments_race(world: World) -> None:
    before = len(world.cloud.aws.sent_mail())
    body = {"to": ["ana@example.org"], "subject": "once", "text": "t"}
    key = {"idempotency_key": "artifact-race-0001"}

    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: post(world, "hom", body, **key), range(4)))
    world.drain("hom")
    again = post(world, "hom", body, **key)
    different = post(world, "hom", {**body, "subject": "other"}, **key)

    accepted = {answer["id"] for status, answer in answers if status == 202}
    assert len(accepted) == 1
    assert {status for status, _ in answers} <= {202, 409, 503}
    assert (again[0], {again[1]["id"]}) == (202, accepted)
    assert different[0] == 409
    assert len(world.cloud.aws.sent_mail()) == before + 1


def test_invalid_addresses_are_named_one_by_one(world: World) -> None:
    status, problem = post(
        world,
        "hom",
        {"to": ["ana@example.org", "not an address", "x@"], "subject": "s", "text": "t"},
    )

    assert status == 422
    assert problem["status"] == 422
    assert len(problem["errors"]) == 2
