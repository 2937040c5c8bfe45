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
