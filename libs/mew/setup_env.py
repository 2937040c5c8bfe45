"""Puts a `.env` into the Secrets Manager of a local endpoint, so that a lambda runs on one machine.

    # scripts/setup_env.py of a lambda
    import sys
    from mew.setup_env import main
    from ..config import Settings

    sys.exit(main(Settings, Path(__file__).parents[1] / ".env"))

The file names fields of the settings in upper case: `SENDER=noreply@example.com`. It only ever
writes to 127.0.0.1, localhost or ::1, with credentials of no account.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ._stage import Stage
from .config import environment
from .errors import MewError

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient

    from .config import Settings

__all__ = ["SetupError", "main", "read_env", "setup_env"]

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class SetupError(MewError):
    """The `.env` or the endpoint cannot be used; the message says what to change."""


def read_env(path: Path) -> dict[str, str]:
    """The assignments of a `.env` file: `NAME=value`, quotes optional, `#` begins a comment line.

    Raises SetupError naming file and line of what is no assignment.
    """
    found: dict[str, str] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SetupError(f"{path} does not exist; copy .env.example to it") from None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise SetupError(f"{path}:{number}: expected NAME=value")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[name.strip()] = value
    return found


def setup_env(
    settings: type[Settings], env_file: Path, *, stage: str = "local", endpoint_url: str
) -> tuple[str, ...]:
    """Create or update the secrets that `settings` declares; returns their names.

    A secret may be shared with other lambdas: keys that `settings` does not declare stay as they are.

    stage: fills `{stage}` in the names and in the values.  endpoint_url: Secrets Manager on this machine.
    Raises SetupError when the endpoint is elsewhere, a field's value is missing, or the file names
    what is no field.
    """
    host = urlsplit(endpoint_url).hostname
    if host not in _LOCAL:
        raise SetupError(
            f"the endpoint's host is {host}; values of a .env go to this machine alone "
            "(127.0.0.1), secrets of an account are not set from here"
        )
    values = read_env(env_file)
    _check(settings, values, env_file)
    secrets = secrets_of(settings, values, Stage(stage))
    client = _client(endpoint_url)
    # Reading and writing are two requests; another lambda's keys may come in between them.
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name, text in secrets.items():
            own = _keys_of(settings, name, Stage(stage))
            try:
                client.create_secret(Name=name, SecretString=text)
            except client.exceptions.ResourceExistsException:
                known = client.get_secret_value(SecretId=name)["SecretString"]
                client.put_secret_value(SecretId=name, SecretString=_merged(known, text, own))
    return tuple(secrets)


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


def _check(settings: type[Settings], values: Mapping[str, str], env_file: Path) -> None:
    known = {field.field.upper(): field for field in settings.fields_of_secrets()}
    if unknown := sorted(set(values) - set(known)):
        raise SetupError(
            f"{env_file} names {', '.join(unknown)}, no field of {settings.__name__}; "
            f"its fields are {', '.join(known)}"
        )
    missing = [name for name, field in known.items() if field.required and name not in values]
    if missing:
        raise SetupError(f"{env_file} lacks {', '.join(missing)}; see .env.example")


def secrets_of(settings: type[Settings], values: Mapping[str, str], stage: Stage) -> dict[str, str]:
    """The text of each secret of a stage, made of the values of a `.env`."""
    whole: dict[str, str] = {}
    keyed: dict[str, dict[str, Any]] = {}
    for field in settings.fields_of_secrets():
        if (value := values.get(field.field.upper())) is None:
            continue
        value = value.replace("{stage}", stage)
        secret = field.name.replace("{stage}", stage)
        if field.key is None:
            whole[secret] = value
        else:
            keyed.setdefault(secret, {})[field.key] = _typed(value, field.annotation)
    return {name: json.dumps(keys) for name, keys in keyed.items()} | whole


def _typed(value: str, annotation: Any) -> Any:
    """Text stays text; what is declared as more than one value may be written as JSON."""
    if annotation is str or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _client(endpoint_url: str) -> SecretsManagerClient:
    import boto3

    made: SecretsManagerClient = boto3.client(
        "secretsmanager",
        endpoint_url=endpoint_url,
        region_name=environment("AWS_DEFAULT_REGION") or environment("AWS_REGION") or "us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106
    )
    return made


def main(settings: type[Settings], env_file: Path, arguments: Sequence[str] | None = None) -> int:
    """The command line: `--stage`, `--endpoint-url`, `--env`; returns the exit code."""
    parser = argparse.ArgumentParser(description="Put a .env into a local Secrets Manager.")
    parser.add_argument("--stage", default="local", choices=[stage.value for stage in Stage])
    parser.add_argument("--env", type=Path, default=env_file, help="default: %(default)s")
    parser.add_argument(
        "--endpoint-url",
        default=environment("AWS_ENDPOINT_URL_SECRETS_MANAGER") or environment("AWS_ENDPOINT_URL"),
        help="default: AWS_ENDPOINT_URL_SECRETS_MANAGER, then AWS_ENDPOINT_URL",
    )
    given = parser.parse_args(arguments)
    if not given.endpoint_url:
        parser.error("name the local endpoint: --endpoint-url http://127.0.0.1:<port>")
    try:
        names = setup_env(settings, given.env, stage=given.stage, endpoint_url=given.endpoint_url)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{name}\n" for name in names))
    return 0
