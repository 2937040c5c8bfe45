"""What can be wrong with `pipeline.toml`."""

from __future__ import annotations

__all__ = ["SettingsInvalid"]


class SettingsInvalid(Exception):
    """The file is missing, is no TOML, or says something that delivery can't use."""
