"""What the composition root and the adapters need of the technical world."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from mew.arbok.errors import ArbokError, InvalidStatement

from ...domain.models.error_models import TryLater

# Brasília keeps this offset all year: there has been no daylight saving time since 2019.
BRASILIA = timezone(timedelta(hours=-3))


def brasilia_now() -> datetime:
    """The time on the clocks of Brasília."""
    return datetime.now(BRASILIA)


@contextmanager
def trouble_with_the_database() -> Iterator[None]:
    """Have a database that cannot answer now become TryLater; a wrong statement stays an error."""
    try:
        yield
    except InvalidStatement:
        raise
    except ArbokError as error:
        raise TryLater(str(error)) from error
