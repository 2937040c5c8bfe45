"""From an HTTP event to a message at SES, through `main` alone."""

import base64
import json
from collections.abc import Callable
from typing import Any

from ...main import main
from ..aws_server import AwsServer
from ..support import LambdaContext, http_event, parsed, sqs_event

QUEUE = "generic-{stage}-send-email"


def post(body: Any, stage: str = "hom", **headers: str) -> tuple[int, dict[str, Any]]:
    answer = main(
        http_event("POST", "/emails", body, {k.replace("_", "-"): v for k, v in headers.items()}),
        LambdaContext(stage),
    )
    return answer["statusCode"], json.loads(answer["body"])


def read(email_id: str, stage: str = "hom") -> dict[str, Any]:
    answer = main(http_event("GET", f"/emails/{email_id}"), LambdaContext(stage))
    assert answer["statusCode"] == 200, answer
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def work_off(sdk: Callable[[str], Any], stage: str = "hom") -> dict[str, Any]:
    name = QUEUE.format(stage=stage)
    sqs = sdk("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    answer: dict[str, Any] = main(sqs_event(messages, name), LambdaContext(stage))
    failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
    for message in messages:
        if message["MessageId"] not in failed:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return answer


def test_an_email_that_is_posted_reaches_ses_with_both_bodies_and_its_attachment(
    aws: AwsServer, sdk: Callable[[str], Any]
) -> None:
    content = bytes(range(256))
    status, accepted = post(
        {
            "to": ["ana@example.org"],
            "cc": ["bruno@example.org"],
            "bcc": ["carla@example.org"],
            "reply_to": ["help@example.com"],
            "subject": "Olá, çedilha e 🚀",
            "text": "Bom dia",
            "html": "<p>Bom dia</p>",
            "attachments": [
                {
                    "filename": "relatório.bin",
                    "content_type": "application/octet-stream",
                    "content": base64.b64encode(content).decode(),
                }
            ],
            "tags": {"campaign": "spring"},
        }
    )
    assert status == 202
    assert accepted["status"] == "queued"

    assert work_off(sdk) == {"batchItemFailures": []}

    (sent,) = aws.sent()
    assert "carla@example.org" in sent["destinations"]
    assert "carla@example.org" not in sent["raw_data"]
    message = parsed(sent["raw_data"])
    assert message["Subject"] == "Olá, çedilha e 🚀"
    assert message["From"] == "Example <no-reply@example.com>"
    assert message["To"] == "ana@example.org"
    assert message["Cc"] == "bruno@example.org"
    assert message["Reply-To"] == "help@example.com"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert text.get_content() == "Bom dia\n"
    assert html is not None
    assert html.get_content() == "<p>Bom dia</p>\n"
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "relatório.bin"
    assert attachment.get_content() == content

    record = read(accepted["id"])
    assert record["status"] == "sent"
    assert record["message_id"] == sent["id"]
    assert record["recipients"] == ["ana@example.org", "bruno@example.org", "carla@example.org"]
