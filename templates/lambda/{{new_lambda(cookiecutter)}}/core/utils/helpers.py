"""What {% if cookiecutter.stored %}the composition root and the adapters{% else %}the composition root{% endif %} need of the technical world."""

{% if cookiecutter.stored %}
from collections.abc import Iterator
from contextlib import contextmanager
{% endif %}
from datetime import datetime, timedelta, timezone
{% if cookiecutter.stored %}

from mew.arbok.errors import ArbokError, InvalidStatement

from ...domain.models.error_models import TryLater
{% endif %}

# Brasília keeps this offset all year: there has been no daylight saving time since 2019.
BRASILIA = timezone(timedelta(hours=-3))


def brasilia_now() -> datetime:
    """The time on the clocks of Brasília."""
    return datetime.now(BRASILIA)
{% if cookiecutter.stored %}


@contextmanager
def trouble_with_the_database() -> Iterator[None]:
    """Have a database that cannot answer now become TryLater; a wrong statement stays an error."""
    try:
        yield
    except InvalidStatement:
        raise
    except ArbokError as error:
        raise TryLater(str(error)) from error
{% endif %}
