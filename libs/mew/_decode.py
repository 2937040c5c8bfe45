"""From secrets to a settings object, with errors that name places and never a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import SecretBytes, SecretStr, ValidationError

from .errors import SecretMalformed, SecretMissing, SettingsError

if TYPE_CHECKING:
    from ._secrets import Secret
    from ._settings import SecretField, Settings
    from ._stage import Stage

_TEXT = (str, SecretStr)
_BYTES = (bytes, SecretBytes)


class _AbsentError(Exception):
    """The secret's JSON has no such key."""


class _UnreadableError(Exception):
    """The secret cannot be read as the field asks; the message holds no value."""


def decode[S: Settings](cls: type[S], stage: Stage, secrets: Mapping[str, Secret]) -> S:
    """A `cls` made of `secrets` (by the name that fields declare).

    Raises SecretMissing or SecretMalformed; its message lists all that is wrong, its attributes
    name the first.
    """
    fields = {field.field: field for field in cls.fields_of_secrets()}
    values: dict[str, Any] = {}
    wrong: list[tuple[type[SettingsError], SecretField, str]] = []
    for name, field in fields.items():
        try:
            values[name] = _value(field, secrets[field.name])
        except _AbsentError:
            if field.required:
                wrong.append((SecretMissing, field, "the key is missing"))
        except _UnreadableError as error:
            wrong.append((SecretMalformed, field, str(error)))
    if not wrong:
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False, include_context=False)
            for one in found:
                inner = ".".join(str(part) for part in one["loc"][1:])
                said = f"{inner}: {one['type']}" if inner else one["type"]
                first = one["loc"][0] if one["loc"] else ""
                wrong.append((SecretMalformed, fields.get(str(first), _first(fields)), said))
    # Outside of the handler: pydantic's error holds the values and must not become the context.
    raise _error(cls, stage, wrong)


def _first(fields: Mapping[str, SecretField]) -> SecretField:
    return next(iter(fields.values()))


def _error(
    cls: type[Settings], stage: Stage, wrong: list[tuple[type[SettingsError], SecretField, str]]
) -> SettingsError:
    said = []
    for _, field, what in wrong:
        key = f", key {field.key}" if field.key is not None else ""
        said.append(f"field {field.field} (secret {_full(field, stage)}{key}): {what}")
    kind, field, _ = wrong[0]
    return kind(
        f"{cls.__name__} at the stage {stage}: {'; '.join(said)}",
        stage=stage,
        secret=_full(field, stage),
        key=field.key,
    )


def _full(field: SecretField, stage: Stage) -> str:
    return field.name.replace("{stage}", stage)


def _value(field: SecretField, secret: Secret) -> Any:
    if field.key is None:
        if _declares(field.annotation, _BYTES):
            return secret.binary if secret.binary is not None else (secret.text or "").encode()
        text = _text(secret)
        return text if _declares(field.annotation, _TEXT) else _json(text)
    found = _json(_text(secret))
    if not isinstance(found, dict):
        raise _UnreadableError("the secret is no JSON object, so it has no keys")
    if field.key not in found:
        raise _AbsentError
    return found[field.key]


def _declares(annotation: Any, kinds: tuple[type, ...]) -> bool:
    """Whether the annotation is one of `kinds`, or a union with one of them."""
    if get_origin(annotation) in (Union, UnionType):
        return any(one in kinds for one in get_args(annotation))
    return annotation in kinds


def _text(secret: Secret) -> str:
    if secret.text is not None:
        return secret.text
    try:
        return (secret.binary or b"").decode()
    except UnicodeDecodeError:
        # Without `from None` the context would hold the secret's bytes.
        raise _UnreadableError("the secret is binary and no UTF-8 text") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise _UnreadableError("the secret is no JSON") from None
