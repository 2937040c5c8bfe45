"""A `.env` file, and what the settings want of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .._settings import Settings
from .errors import SetupError


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


def check_values(settings: type[Settings], values: Mapping[str, str], env_file: Path) -> None:
    """Raises SetupError for a name that is no field's, and for a required field without a value."""
    known = {field.field.upper(): field for field in settings.fields_of_secrets()}
    if unknown := sorted(set(values) - set(known)):
        raise SetupError(
            f"{env_file} names {', '.join(unknown)}, no field of {settings.__name__}; "
            f"its fields are {', '.join(known)}"
        )
    missing = [name for name, field in known.items() if field.required and name not in values]
    if missing:
        raise SetupError(f"{env_file} lacks {', '.join(missing)}; see .env.example")
