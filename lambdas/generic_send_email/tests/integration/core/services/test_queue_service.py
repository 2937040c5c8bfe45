"""E-mails on a real SQS interface, and in the bucket when they are too large for it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from .....core.services.bucket_service import BucketParcels
from .....core.services.queue_service import MAX_PAYLOAD_BYTES, QueueOutbox
from .....domain.models.email_models import Email
from .....domain.models.error_models import TryLater
from .....endpoint.payloads import SendEmailPayload
from ....aws_server import AwsServer
from .conftest import NAME


def email(text: str) -> Email:
    return Email(to=("ana@example.org",), subject="Hi", text=text)


@pytest.fixture
def queue_url(hom: None, sdk: Callable[[str], Any]) -> str:
    url: str = sdk("sqs").create_queue(QueueName=NAME)["QueueUrl"]
    return url


@pytest.fixture
def outbox(queue_url: str, s3: Callable[[], Any]) -> QueueOutbox:
    return QueueOutbox(queue_url, BucketParcels(s3, NAME))


@pytest.fixture
def received(queue_url: str, sdk: Callable[[str], Any]) -> Callable[[], dict[str, Any]]:
    def receive() -> dict[str, Any]:
        (message,) = sdk("sqs").receive_message(QueueUrl=queue_url)["Messages"]
        found: dict[str, Any] = json.loads(message["Body"])
        return found

    return receive


def objects(s3: Callable[[], Any]) -> list[str]:
    return [item["Key"] for item in s3().list_objects_v2(Bucket=NAME).get("Contents", [])]


def test_an_email_travels_in_the_message_and_fits_the_jobs_payload(
    outbox: QueueOutbox, received: Callable[[], dict[str, Any]], s3: Callable[[], Any]
) -> None:
    sent = Email.model_validate(
        {
            "to": ["ana@example.org"],
            "template": {"name": "welcome", "variables": {"name": "Ana", "n": [1, None, 2.5]}},
            "attachments": [{"filename": "ç.bin", "content": "AAH/"}],
        }
    )
    outbox.put("id-123456", sent)
    body = received()
    assert (body["job"], body["stage"]) == ("send_email", "hom")
    payload = SendEmailPayload.model_validate_json(json.dumps(body["payload"]))
    assert payload.id == "id-123456"
    assert payload.email == sent
    assert objects(s3) == []


def test_what_does_not_fit_waits_in_the_bucket(
    outbox: QueueOutbox, received: Callable[[], dict[str, Any]], s3: Callable[[], Any]
) -> None:
    sent = email("x" * MAX_PAYLOAD_BYTES)
    outbox.put("id-123456", sent)
    assert received()["payload"] == {"id": "id-123456", "parked": True}
    assert objects(s3) == ["parcels/id-123456.json"]
    assert BucketParcels(s3, NAME).read("id-123456") == sent


def test_the_largest_that_fits_makes_a_message_that_every_queue_takes(
    outbox: QueueOutbox, received: Callable[[], dict[str, Any]], s3: Callable[[], Any]
) -> None:
    frame = len(email("").model_dump_json(exclude_defaults=True))
    # Letters that JSON of ASCII alone would make six bytes of, had it to.
    outbox.put("id-123456", email("ç" * ((MAX_PAYLOAD_BYTES - frame) // 2)))
    assert objects(s3) == []
    assert len(json.dumps(received(), ensure_ascii=False).encode()) < 256 * 1024


@pytest.mark.parametrize("char", ["\ufffe", "\uffff"])
def test_what_sqs_refuses_to_carry_waits_in_the_bucket(
    outbox: QueueOutbox, s3: Callable[[], Any], char: str
) -> None:
    outbox.put("id-123456", email(f"a{char}b"))
    assert objects(s3) == ["parcels/id-123456.json"]


def test_a_queue_that_does_not_take_it_means_later(
    outbox: QueueOutbox, empty_aws: AwsServer
) -> None:
    empty_aws.fail("SQS.SendMessage", "ServiceUnavailable", status=503, times=None)
    with pytest.raises(TryLater, match="send_email"):
        outbox.put("id-123456", email("x"))


def test_a_bucket_that_does_not_take_it_means_later_and_nothing_is_queued(
    outbox: QueueOutbox, empty_aws: AwsServer, queue_url: str, sdk: Callable[[str], Any]
) -> None:
    empty_aws.fail(f"PUT /{NAME}", "SlowDown", status=503, times=None)
    with pytest.raises(TryLater, match="bucket"):
        outbox.put("id-123456", email("x" * MAX_PAYLOAD_BYTES))
    assert "Messages" not in sdk("sqs").receive_message(QueueUrl=queue_url)
