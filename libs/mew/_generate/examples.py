"""The examples of settings: each must work on one machine, and none may be of an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._decode import decode
from .._secrets import Secret
from .._settings import SecretField, Settings
from .._setup.secrets import secrets_of
from .._stage import Stage
from ..errors import SettingsError
from .errors import GenerateError

# Forms that real credentials and real endpoints have.
_REAL = {
    "an AWS access key": r"\b(AKIA|ASIA)[A-Z0-9]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a live key of a payment service": r"\b[a-z]{2}_live_\w{8,}",
    "an API key": r"\bsk-(proj-|ant-)?[A-Za-z0-9_-]{20,}",
    "a token of a code host or a chat": r"\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[\w-]{10,}",
    "a signed token": r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.",
    "a host of AWS": r"\.amazonaws\.com\b",
}


def check_examples(name: str, settings: type[Settings]) -> None:
    """Hold the examples to what their fields declare, by the way that a `.env` takes.

    Raises GenerateError naming the field; it repeats no value.
    """
    for field in settings.fields_of_secrets():
        for fault in _faults(field):
            raise GenerateError(f"lambdas/{name}/config.py: Settings.{field.field} {fault}")
    given = {
        field.field.upper(): field.example.replace("{stage}", Stage.LOCAL)
        for field in settings.fields_of_secrets()
        if field.example is not None
    }
    made = secrets_of(settings, given, Stage.LOCAL)
    kept = {
        field.name: Secret(field.name, "example", text, None)
        for field in settings.fields_of_secrets()
        for text in [made.get(field.name.replace("{stage}", Stage.LOCAL), "{}")]
    }
    try:
        decode(settings, Stage.LOCAL, kept)
    except SettingsError as error:
        raise GenerateError(
            f"lambdas/{name}/config.py: an example is not what its field takes: {error}"
        ) from None


def _faults(field: SecretField) -> Iterator[str]:
    if field.example is None:
        if field.required:
            yield 'has no example; add example="..." to secret(...), a value that works locally'
        return
    if "\n" in field.example or "\r" in field.example:
        yield "has an example of several lines, which a .env cannot hold"
    for what, pattern in _REAL.items():
        if re.search(pattern, field.example):
            yield f"has an example that looks like {what}; give one that works locally alone"
