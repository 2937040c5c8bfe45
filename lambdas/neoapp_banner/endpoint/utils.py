"""The composition root: what the commands need, wired for the stage that is running."""

from mew.arbok import odbc

from ..config import Settings
from ..core.services.odbc_service import OdbcGreetings
from ..core.utils.helpers import brasilia_now
from ..domain.commands.greeting_commands import GreetPorts
from ..domain.ports import Greetings

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = odbc.open(
    "neoapp/{stage}/banner-database",
)


def greet_ports() -> GreetPorts:
    """What greeting needs."""
    return GreetPorts(
        clock=brasilia_now,
        signature=Settings.load().signature,
        greetings=greetings(),
    )


def greetings() -> Greetings:
    """The greetings of the running stage."""
    return OdbcGreetings(_database)
