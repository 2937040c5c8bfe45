"""Reads `pipeline.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from .errors import SettingsInvalid
from .model import Settings
from .problems import problems

__all__ = ["read_settings"]


def read_settings(path: Path) -> Settings:
    """The settings in `path`.

    Raises:
        SettingsInvalid: there is no such file, or something in it can't be used; every field that
            is wrong is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsInvalid(
            f"{path} cannot be read: {error.strerror}. Run in the repository, or name the file with"
            " --settings."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(f"{path} is not UTF-8: {error.reason}. Save it as UTF-8.") from error
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"{path} is not TOML: {error}. Correct it there.") from error
    except ValidationError as error:
        raise SettingsInvalid(f"{path}: {problems(error)}") from error
