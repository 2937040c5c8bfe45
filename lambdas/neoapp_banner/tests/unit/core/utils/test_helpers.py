"""The technical helpers."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from mew.arbok.errors import InvalidStatement, Unavailable

from .....core.utils.helpers import (
    trouble_with_the_bucket,
    trouble_with_the_database,
    utc_now,
)
from .....domain.models.error_models import TryLater


def test_the_clock_has_an_offset() -> None:
    assert utc_now().utcoffset() == timedelta(0)


def test_a_database_that_is_away_is_to_be_tried_later() -> None:
    with pytest.raises(TryLater), trouble_with_the_database():
        raise Unavailable("away")


def test_a_wrong_statement_stays_a_defect() -> None:
    with pytest.raises(InvalidStatement), trouble_with_the_database():
        raise InvalidStatement("SELEC")


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject"),
        ConnectionClosedError(endpoint_url="http://127.0.0.1"),
    ],
)
def test_a_bucket_that_is_away_is_to_be_tried_later_and_named(error: Exception) -> None:
    with pytest.raises(TryLater, match="bucket b"), trouble_with_the_bucket("b"):
        raise error
