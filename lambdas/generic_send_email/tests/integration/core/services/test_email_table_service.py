"""Records in a table of a real DynamoDB interface."""

from collections.abc import Callable
from typing import Any

import pytest

from .....core.services.email_table_service import TableEmails
from .....domain.models.delivery_models import ClaimResult, Status
from .....domain.models.error_models import TryLater
from ....aws_server import AwsServer
from ....contracts.emails import NOW, EmailsContract
from .conftest import NAME


@pytest.fixture
def emails(dynamodb: Callable[[], Any]) -> TableEmails:
    return TableEmails(dynamodb, NAME)


class TestTableEmails(EmailsContract):
    """The contract, held by the adapter."""


def test_records_and_message_ids_expire(emails: TableEmails, sdk: Callable[[str], Any]) -> None:
    emails.create("id-1", (), NOW)
    emails.claim("id-2", (), "me", NOW, 30)
    emails.finish("id-2", "me", Status.SENT, NOW, message_id="ses-1")
    items = sdk("dynamodb").scan(TableName=NAME)["Items"]
    assert len(items) == 3
    assert {int(item["expires_at"]["N"]) for item in items} == {NOW + 90 * 24 * 60 * 60}


@pytest.mark.parametrize(
    "code", ["ProvisionedThroughputExceededException", "ResourceNotFoundException", "Anything"]
)
def test_any_other_answer_of_the_table_means_later(
    emails: TableEmails, empty_aws: AwsServer, code: str
) -> None:
    empty_aws.fail("DynamoDB.GetItem", code, times=None)
    with pytest.raises(TryLater, match=f"table {NAME} answered {code}"):
        emails.get("id-1")


def test_a_message_that_went_out_is_no_failure_when_its_id_cannot_be_recorded(
    emails: TableEmails, empty_aws: AwsServer
) -> None:
    emails.claim("id-1", (), "me", NOW, 30)
    empty_aws.fail("DynamoDB.PutItem", "InternalServerError", status=500, times=None)
    assert emails.finish("id-1", "me", Status.SENT, NOW, message_id="ses-1")


def test_a_write_whose_answer_was_lost_is_repeated_without_harm(
    emails: TableEmails, empty_aws: AwsServer
) -> None:
    empty_aws.fail("DynamoDB.PutItem", "InternalServerError", status=500, after=True)
    record = emails.create("id-1", ("ana@example.org",), NOW)
    assert record.status is Status.ACCEPTED


def test_a_claim_whose_answer_was_lost_is_ours_all_the_same(
    emails: TableEmails, empty_aws: AwsServer
) -> None:
    empty_aws.fail("DynamoDB.UpdateItem", "InternalServerError", status=500, after=True)
    assert emails.claim("id-1", (), "me", NOW, 30).result is ClaimResult.CLAIMED
