"""`.env.example`: every setting with a value that works on one machine."""

from __future__ import annotations

import re

from .facts import Facts, Setting
from .markdown import sentence

_PLAIN = re.compile(r"[\w@%+=:,./{}-]*")


def env_example(facts: Facts, command: str) -> str:
    """The text of the file; `command` is what generates it again."""
    head = [
        f"# Local values of {facts.name}: copy this file to .env, which git ignores, and change them",
        "# there. scripts/setup_env.py puts them into the Secrets Manager of this machine.",
        f"# Generated from config.py: {command}",
    ]
    if any("{stage}" in (setting.example or "") for setting in facts.settings):
        head.append("# {stage} stands for the stage that the values are put to.")
    if not facts.settings:
        head.append("# This lambda has no settings.")
    blocks = ["\n".join(head), *("\n".join(_lines(setting)) for setting in facts.settings)]
    return "\n\n".join(blocks) + "\n"


def _lines(setting: Setting) -> list[str]:
    lines = [f"# {sentence(setting.description)}"] if setting.description else []
    key = f", key {setting.key}" if setting.key is not None else ""
    lines.append(f"# Secret {setting.secret}{key}{'' if setting.required else '; may be left out'}")
    name = setting.field.upper()
    given = setting.example
    return [*lines, f"# {name}=" if given is None else f"{name}={_quoted(given)}"]


def _quoted(value: str) -> str:
    """The value as both a shell and `mew.setup_env.read_env` read it."""
    if _PLAIN.fullmatch(value):
        return value
    return f'"{value}"' if "'" in value else f"'{value}'"
