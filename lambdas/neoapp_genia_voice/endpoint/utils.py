"""The composition root: what the commands need, wired for the stage that is running."""

from mew.arbok import mongo

from ..config import Settings
from ..core.services.mongo_service import MongoGreetings
from ..core.utils.helpers import brasilia_now
from ..domain.commands.greeting_commands import GreetPorts
from ..domain.ports import Greetings, Messenger

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = mongo.open(
    "neoapp/{stage}/genia-voice-database",
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
    return MongoGreetings(_database)


def messenger() -> Messenger:
    """Who delivers at the running stage."""
    from ..core.services.openai_service import OpenaiMessenger

    settings = Settings.load()
    return OpenaiMessenger(
        url=settings.openai_url,
        api_key=settings.openai_api_key,
    )
