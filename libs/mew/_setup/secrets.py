"""The values of a `.env` as secrets of Secrets Manager."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .._settings import Settings
from .._stage import Stage
from .local_stage import LocalStage


def put_secrets(local: LocalStage, settings: type[Settings]) -> tuple[str, ...]:
    """Create or update the secrets that `settings` declares; returns their names.

    A secret may be shared with other lambdas: keys that `settings` does not declare stay as they are.
    """
    secrets = secrets_of(settings, local.values, local.stage)
    client = local.client("secretsmanager")
    # Reading and writing are two requests; another lambda's keys may come in between them.
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name, text in secrets.items():
            own = _keys_of(settings, name, local.stage)
            try:
                client.create_secret(Name=name, SecretString=text)
            except client.exceptions.ResourceExistsException:
                known = client.get_secret_value(SecretId=name)["SecretString"]
                client.put_secret_value(SecretId=name, SecretString=_merged(known, text, own))
    return tuple(secrets)


def secrets_of(settings: type[Settings], values: Mapping[str, str], stage: Stage) -> dict[str, str]:
    """The text of each secret of a stage, made of the values of a `.env` with `{stage}` filled in."""
    whole: dict[str, str] = {}
    keyed: dict[str, dict[str, Any]] = {}
    for field in settings.fields_of_secrets():
        if (value := values.get(field.field.upper())) is None:
            continue
        secret = field.name.replace("{stage}", stage)
        if field.key is None:
            whole[secret] = value
        else:
            keyed.setdefault(secret, {})[field.key] = _typed(value, field.annotation)
    return {name: json.dumps(keys) for name, keys in keyed.items()} | whole


def _keys_of(settings: type[Settings], name: str, stage: Stage) -> set[str]:
    return {
        field.key
        for field in settings.fields_of_secrets()
        if field.key is not None and field.name.replace("{stage}", stage) == name
    }


def _merged(known: str, text: str, own: set[str]) -> str:
    """`text` with the keys of `known` that belong to others; `own` are those that do not."""
    if not own:
        return text
    try:
        found = json.loads(known)
    except ValueError:
        return text
    if not isinstance(found, dict):
        return text
    others = {key: value for key, value in found.items() if key not in own}
    return json.dumps(others | json.loads(text))


def _typed(value: str, annotation: Any) -> Any:
    """Text stays text; what is declared as more than one value may be written as JSON."""
    if annotation is str or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
