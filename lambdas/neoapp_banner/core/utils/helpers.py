"""What the composition root and the adapters need of the technical world."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from mew.arbok.errors import ArbokError, InvalidStatement

from ...domain.models.error_models import TryLater


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@contextmanager
def trouble_with_the_database() -> Iterator[None]:
    """Have a database that cannot answer now become TryLater; a wrong statement stays an error."""
    try:
        yield
    except InvalidStatement:
        raise
    except ArbokError as error:
        raise TryLater(str(error)) from error


def error_code(error: Any) -> str:
    """The code of a botocore ClientError."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def trouble_with_the_bucket(bucket: str) -> Iterator[None]:
    """Have a bucket that cannot be had now become TryLater."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise TryLater(f"bucket {bucket} answered {error_code(error)}") from error
    except BotoCoreError as error:
        raise TryLater(f"bucket {bucket}: {type(error).__name__}") from error
