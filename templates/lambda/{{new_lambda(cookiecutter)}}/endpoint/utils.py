"""The composition root: what the commands need, wired for the stage that is running."""

{% if cookiecutter.stored %}
from mew.arbok import {{ cookiecutter.database }}

{% endif %}
from ..config import Settings
{% if cookiecutter.stored %}
from ..core.services.{{ cookiecutter.database }}_service import {{ cookiecutter.database_class }}Greetings
{% endif %}
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

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = {{ cookiecutter.database }}.open(
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
    return {{ cookiecutter.database_class }}Greetings(_database)
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
