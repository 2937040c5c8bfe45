"""What the old `.env` files tell: names of variables, and values that must never be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["EnvFile", "read_env_files"]

_ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*
    (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>[^']*)' | (?P<bare>[^\r\n]*?)(?:[ \t]\#[^\r\n]*)? )
    [ \t]*\r?$""",
    re.MULTILINE | re.VERBOSE,
)
_SECRET_NAME = re.compile(
    r"KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|PRIVATE|SALT|DSN|AUTH|SIGNATURE|WEBHOOK|CERT"
)
_WITH_PASSWORD = re.compile(r"\w+://[^/\s@]*:[^/\s@]+@")
# Shorter ones are found in any text.
_SHORTEST = 6
_PLAIN = frozenset({"false", "localhost", "postgres", "mongodb", "password", "secret", "changeme"})


@dataclass(frozen=True)
class EnvFile:
    """What `.env` files hold together.

    Args:
        names: The variables that they set.
        secrets: The values that are secret by all appearance, with the variable of each.
        values: Every value, for those who look for names of secrets among them.
    """

    names: frozenset[str] = frozenset()
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    values: tuple[str, ...] = field(default=(), repr=False)

    def variable_in(self, content: bytes) -> str | None:
        """The variable whose secret value stands in `content`, if one does."""
        return next(
            (name for value, name in self.secrets.items() if value.encode() in content), None
        )

    def hidden(self, text: str) -> str:
        """`text` with every secret value replaced."""
        for value in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(value, "***")
        return text


def read_env_files(paths: Iterable[Path]) -> EnvFile:
    """What those of `paths` that are files hold; what is no assignment in them is passed over."""
    assigned: list[tuple[str, str]] = []
    for path in paths:
        if path.is_file() and not path.is_symlink():
            text = path.read_bytes().decode("utf-8", "replace")
            for match in _ASSIGNMENT.finditer(text):
                value = match["double"] or match["single"] or match["bare"] or ""
                assigned.append((match["name"], value))
    return EnvFile(
        frozenset(name for name, _ in assigned),
        {value: name for name, value in assigned if _is_secret(name, value)},
        tuple(value for _, value in assigned),
    )


def _is_secret(name: str, value: str) -> bool:
    if len(value) < _SHORTEST or value.lower() in _PLAIN or value.isdigit():
        return False
    return bool(_SECRET_NAME.search(name.upper()) or _WITH_PASSWORD.search(value))
