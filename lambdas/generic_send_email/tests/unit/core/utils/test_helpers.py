"""What the adapters share."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from .....core.utils.helpers import (
    number,
    read_number,
    read_text,
    read_texts,
    rfc3339,
    text,
    texts,
    trouble_with,
)
from .....domain.models.error_models import TryLater


def test_a_time_is_written_in_utc_to_the_millisecond() -> None:
    assert rfc3339(0) == "1970-01-01T00:00:00.000Z"
    assert rfc3339(1_780_000_000.1239) == "2026-05-28T20:26:40.123Z"


def test_attributes_are_read_as_they_were_written() -> None:
    item = {"a": text("x"), "b": number(12.5), "c": texts(("y", "x")), "d": {"SS": ["q", "p"]}}
    assert read_text(item, "a") == "x"
    assert read_number(item, "b") == 12.5
    assert read_texts(item, "c") == ("y", "x")
    assert read_texts(item, "d") == ("p", "q")


def test_an_attribute_that_is_not_there_has_a_default() -> None:
    assert read_text({}, "a") == ""
    assert read_number({}, "a") == 0.0
    assert read_texts({}, "a") == ()


@pytest.mark.parametrize(
    ("value", "written"), [(1, "1"), (10, "10"), (0.5, "0.5"), (1_780_000_000, "1780000000")]
)
def test_a_number_is_written_without_noise(value: float, written: str) -> None:
    assert number(value) == {"N": written}


def test_an_error_of_the_sdk_becomes_a_reason_to_wait_that_names_the_resource() -> None:
    with pytest.raises(TryLater, match=r"^table t answered Throttled$"), trouble_with("table t"):
        raise ClientError({"Error": {"Code": "Throttled", "Message": "secret"}}, "GetItem")
    with (
        pytest.raises(
            TryLater, match=r"^table t could not be reached \(EndpointConnectionError\)$"
        ),
        trouble_with("table t"),
    ):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
