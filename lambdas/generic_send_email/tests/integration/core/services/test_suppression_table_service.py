"""The suppression list in a table of a real DynamoDB interface."""

from collections.abc import Callable
from typing import Any

import pytest

from .....core.services.suppression_table_service import TableSuppressions
from .....domain.models.error_models import TryLater
from ....aws_server import AwsServer
from ....contracts.suppressions import SuppressionsContract, suppression
from .conftest import NAME


@pytest.fixture
def suppressions(dynamodb: Callable[[], Any]) -> TableSuppressions:
    return TableSuppressions(dynamodb, NAME)


class TestTableSuppressions(SuppressionsContract):
    """The contract, held by the adapter."""


def test_a_list_that_cannot_be_read_is_never_taken_for_an_empty_one(
    suppressions: TableSuppressions, empty_aws: AwsServer
) -> None:
    suppressions.add(suppression("ana@example.org"))
    empty_aws.fail("DynamoDB.BatchGetItem", "ProvisionedThroughputExceededException", times=None)
    with pytest.raises(TryLater):
        suppressions.among(("ana@example.org",))


UNDONE = {
    "Responses": {NAME: []},
    "UnprocessedKeys": {NAME: {"Keys": [{"pk": {"S": "suppressed#ana@example.org"}}]}},
}


def test_what_a_throttled_table_leaves_unread_is_read_again(
    suppressions: TableSuppressions, empty_aws: AwsServer
) -> None:
    suppressions.add(suppression("ana@example.org"))
    empty_aws.reply("DynamoDB.BatchGetItem", UNDONE, times=2)
    asked = ("ana@example.org", "bruno@example.org")
    assert suppressions.among(asked) == {"ana@example.org"}


def test_a_table_that_goes_on_leaving_it_unread_means_later(
    suppressions: TableSuppressions, empty_aws: AwsServer
) -> None:
    empty_aws.reply("DynamoDB.BatchGetItem", UNDONE, times=None)
    with pytest.raises(TryLater, match="throttles"):
        suppressions.among(("ana@example.org",))
