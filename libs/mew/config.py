"""Settings: every value comes from Secrets Manager, for the stage that is running.

    # config.py of a lambda
    from mew.config import Settings as Base, client, secret

    class Settings(Base):
        sender: str = secret("generic/{stage}/ses", key="sender", allows=("ses:SendEmail",),
                             resource="ses:identity/example.com", example="noreply@example.com")
        queue_url: str = secret("generic/{stage}/send-email", key="queue_url",
                                allows=("sqs:SendMessage",), resource="sqs:generic-{stage}-send-email",
                                example="http://127.0.0.1:5000/123456789012/generic-{stage}-send-email")

    # in a request or a job
    settings = Settings.load()
    client("sesv2").send_email(FromEmailAddress=settings.sender, ...)

Arguments of `secret(...)` and the service of `client(...)` are literals: the packager reads them
from the source, for the manifest and the botocore models that the artifact needs.

This module loads neither pydantic nor boto3 before they are used, and it alone reads the process
environment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ._clients import client
from ._stage import Stage

if TYPE_CHECKING:
    from ._secrets import Secret as Secret
    from ._settings import SecretField as SecretField
    from ._settings import Settings as Settings
    from ._settings import secret as secret

__all__ = [
    "Secret",
    "SecretField",
    "Settings",
    "Stage",
    "client",
    "environment",
    "forget",
    "read_secret",
    "secret",
]

_OF_PYDANTIC = frozenset({"SecretField", "Settings", "secret"})


def __getattr__(name: str) -> Any:
    if name in _OF_PYDANTIC:
        from . import _settings

        return getattr(_settings, name)
    if name == "Secret":
        from . import _secrets

        return _secrets.Secret
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def environment(name: str) -> str | None:
    """The process's environment variable `name`, or None.

    For what the runtime sets (X-Ray, log level, the extension's port). It belongs to a version and
    not to an alias, so never for what differs between stages: that is a secret.
    """
    return os.environ.get(name)


def load_no_plugins() -> None:
    """Have pydantic look for no plugins, unless the function's configuration names some to leave out.

    It would read the metadata of every installed distribution for them, at each cold start.
    Source: Pydantic documentation, "Plugins" (`PYDANTIC_DISABLE_PLUGINS`).
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def read_secret(name: str, *, version_stage: str = "AWSCURRENT", fresh: bool = False) -> Secret:
    """A secret as it is, with its version id, for the running stage.

    name: may hold `{stage}`.  version_stage: `AWSCURRENT`, `AWSPENDING` or `AWSPREVIOUS`.
    fresh: ask again even if a value is kept, as after an authentication failure.
    Raises SecretMissing, SecretForbidden or SecretUnavailable.
    """
    from ._invocation import current_invocation
    from ._secrets import store

    return store().get(current_invocation().stage, name, version_stage, fresh=fresh)


def forget() -> None:
    """Drop every kept secret, settings object and client.

    After a SnapStart restore, and between tests that use one server after the other.
    """
    from . import _clients, _redact, _secrets

    _clients.forget()
    _secrets.forget()
    _redact.forget()
