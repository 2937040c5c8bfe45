"""What the adapters share: times as MongoDB has them, and errors of what we stand on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from mew.arbok.errors import ArbokError, Duplicate, InvalidStatement

from ...domain.models.error_models import TryLater


def date_of(seconds: float) -> datetime:
    """A time since the epoch, as MongoDB's dates are (to the millisecond, UTC)."""
    return datetime.fromtimestamp(seconds, UTC)


def alive() -> dict[str, Any]:
    """The filter that leaves out what has expired and is not deleted yet."""
    return {"expires_at": {"$gt": date_of(time.time())}}


@contextmanager
def trouble_with_the_database() -> Iterator[None]:
    """Have a database that cannot answer now become TryLater; a wrong statement stays an error."""
    try:
        yield
    except (InvalidStatement, Duplicate):
        raise
    except ArbokError as error:
        raise TryLater(str(error)) from error


@contextmanager
def trouble_with(what: str) -> Iterator[None]:
    """Have any error of the AWS SDK inside the block become TryLater.

    Args:
        what: names the resource in the message, such as `bucket neoapp-hom-genia-voice`.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise TryLater(f"{what} answered {error_code(error)}") from error
    except BotoCoreError as error:
        raise TryLater(f"{what} could not be reached ({type(error).__name__})") from error


def error_code(error: Any) -> str:
    """The service's own code of a `botocore.exceptions.ClientError`."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))
