"""What the adapters share: items of DynamoDB, times, and errors of the SDK."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...domain.models.error_models import TryLater

type Item = dict[str, Any]
"""An item as DynamoDB's API has it: `{"pk": {"S": "..."}}`."""


def rfc3339(seconds: float) -> str:
    """A time since the epoch, as `2026-01-31T12:00:00.000Z`."""
    from datetime import UTC, datetime

    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def text(value: str) -> dict[str, str]:
    """A string as an attribute."""
    return {"S": value}


def number(value: float) -> dict[str, str]:
    """A number as an attribute, exact to the millisecond."""
    return {"N": f"{value:.3f}".rstrip("0").rstrip(".")}


def texts(values: tuple[str, ...]) -> dict[str, Any]:
    """Strings in their order, as an attribute."""
    return {"L": [text(value) for value in values]}


def read_text(item: Item, name: str, default: str = "") -> str:
    """A string of an item."""
    value: str = item.get(name, {}).get("S", default)
    return value


def read_number(item: Item, name: str, default: float = 0.0) -> float:
    """A number of an item."""
    return float(item.get(name, {}).get("N", default))


def read_texts(item: Item, name: str) -> tuple[str, ...]:
    """Strings of an item, from a list or from a set (then sorted)."""
    attribute = item.get(name, {})
    if "SS" in attribute:
        return tuple(sorted(attribute["SS"]))
    return tuple(member["S"] for member in attribute.get("L", ()))


def error_code(error: Any) -> str:
    """The service's own code of a `botocore.exceptions.ClientError`."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


@contextmanager
def trouble_with(what: str) -> Iterator[None]:
    """Have any error of the SDK inside the block become TryLater.

    Args:
        what: names the resource in the message, such as `table generic-hom-send-email`.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise TryLater(f"{what} answered {error_code(error)}") from error
    except BotoCoreError as error:
        raise TryLater(f"{what} could not be reached ({type(error).__name__})") from error
