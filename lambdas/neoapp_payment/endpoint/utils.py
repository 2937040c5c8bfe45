"""The composition root: what the commands need, wired for the stage that is running."""

from mew.arbok import postgres

from ..config import Settings
from ..core.services.postgres_service import PostgresGreetings
from ..core.utils.helpers import brasilia_now
from ..domain.commands.greeting_commands import GreetPorts
from ..domain.ports import Greetings, Messenger

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = postgres.open(
    "neoapp/{stage}/payment-database",
)


def greet_ports() -> GreetPorts:
    """What greeting needs."""
    return GreetPorts(
        clock=brasilia_now,
        signature=Settings.load().signature,
        greetings=greetings(),
        messenger=messenger(),
    )


def greetings() -> Greetings:
    """The greetings of the running stage."""
    return PostgresGreetings(_database)


def messenger() -> Messenger:
    """Who delivers at the running stage."""
    from ..core.services.pagarme_service import PagarmeMessenger

    settings = Settings.load()
    return PagarmeMessenger(
        url=settings.pagarme_url,
        api_key=settings.pagarme_api_key,
    )
