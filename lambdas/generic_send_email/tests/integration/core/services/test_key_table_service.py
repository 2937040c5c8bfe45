"""Idempotency keys in a table of a real DynamoDB interface."""

from collections.abc import Callable
from typing import Any

import pytest

from .....core.services.key_table_service import TableKeys
from .....domain.models.error_models import TryLater
from ....aws_server import AwsServer
from ....contracts.keys import DAY, NOW, KeysContract
from .conftest import NAME


@pytest.fixture
def keys(dynamodb: Callable[[], Any]) -> TableKeys:
    return TableKeys(dynamodb, NAME)


class TestTableKeys(KeysContract):
    """The contract, held by the adapter."""


def test_a_key_is_stored_hashed_and_expires(keys: TableKeys, sdk: Callable[[str], Any]) -> None:
    keys.reserve("customer-42-secret", "print", "id-1", NOW)
    (item,) = sdk("dynamodb").scan(TableName=NAME)["Items"]
    assert "customer-42" not in str(item)
    assert int(item["expires_at"]["N"]) == NOW + DAY


def test_a_reservation_whose_answer_was_lost_is_found_again(
    keys: TableKeys, empty_aws: AwsServer
) -> None:
    empty_aws.fail("DynamoDB.PutItem", "InternalServerError", status=500, after=True)
    assert keys.reserve("k", "print", "id-1", NOW) == "id-1"


def test_a_table_that_is_down_means_later(keys: TableKeys, empty_aws: AwsServer) -> None:
    empty_aws.fail("DynamoDB.PutItem", "InternalServerError", status=500, times=None)
    with pytest.raises(TryLater):
        keys.reserve("k", "print", "id-1", NOW)
