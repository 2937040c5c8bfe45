"""The composition root: what the commands need, wired for the stage that is running."""

{% if cookiecutter.stored %}
import functools
from typing import TYPE_CHECKING

{% endif %}
from ..config import Settings
from ..core.utils.helpers import brasilia_now
from ..domain.commands.greeting_commands import GreetPorts
{% if cookiecutter.stored and cookiecutter.served %}
from ..domain.ports import Greetings, Messenger
{% elif cookiecutter.stored %}
from ..domain.ports import Greetings
{% elif cookiecutter.served %}
from ..domain.ports import Messenger
{% endif %}
{% if cookiecutter.stored %}

if TYPE_CHECKING:
    from mew.arbok.{{ cookiecutter.database }} import {{ cookiecutter.database_class }}


@functools.cache
def database() -> "{{ cookiecutter.database_class }}":
    """The database of whatever stage is running: its secret is that of `Settings.database`.

    arbok reads the secret itself, since it must notice a new password. The driver is imported by the
    first request that needs it.
    """
    from mew.arbok import {{ cookiecutter.database }}

    return {{ cookiecutter.database }}.open(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.functionality_hyphens }}-database",
    )
{% endif %}


def greet_ports() -> GreetPorts:
    """What greeting needs."""
    return GreetPorts(
        clock=brasilia_now,
        signature=Settings.load().signature,
{% if cookiecutter.stored %}
        greetings=greetings(),
{% endif %}
{% if cookiecutter.served %}
        messenger=messenger(),
{% endif %}
    )
{% if cookiecutter.stored %}


def greetings() -> Greetings:
    """The greetings of the running stage."""
    from ..core.services.{{ cookiecutter.database }}_service import {{ cookiecutter.database_class }}Greetings

    return {{ cookiecutter.database_class }}Greetings(database())
{% endif %}
{% if cookiecutter.served %}


def messenger() -> Messenger:
    """Who delivers at the running stage."""
    from ..core.services.{{ cookiecutter.service }}_service import {{ cookiecutter.service_class }}Messenger

    settings = Settings.load()
    return {{ cookiecutter.service_class }}Messenger(
        url=settings.{{ cookiecutter.service }}_url,
        api_key=settings.{{ cookiecutter.service }}_api_key,
    )
{% endif %}
