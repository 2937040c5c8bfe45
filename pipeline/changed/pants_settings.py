"""Which settings of pants.toml differ, of those that can change an artifact."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

__all__ = ["SETTINGS_FILES", "setting_changes"]

SETTINGS_FILES = ("pants.toml", "pants.ci.toml")
# Of tools that judge code, and of how Pants itself runs.
_HARMLESS_SECTIONS = (
    "anonymous-telemetry", "coverage-py", "generate-lockfiles", "lambdex", "mypy", "pytest",
    "python-bootstrap", "ruff", "stats", "test",
)  # fmt: skip
_HARMLESS_GLOBAL = re.compile(
    r"(colors|dynamic_ui|level|log_.*|show_.*|print_.*|stats_.*|pantsd.*|process_.*|rule_threads_.*"
    r"|remote_.*|local_.*|named_caches_dir|pants_workdir|concurrent|keep_sandboxes|watch_filesystem"
    r"|unmatched_.*)"
)
_BY_RESOLVE = ("resolves", "resolves_to_interpreter_constraints")


def setting_changes(
    before: bytes | None, after: bytes | None, locks: Collection[str] | None = None
) -> tuple[str, ...]:
    """The names of the settings that differ and count, such as `[python].default_resolve`.

    Args:
        before: the file's content, or None where there is none.
        after: the same, later.
        locks: those that artifacts are made of; settings of other resolves don't count. Without it
            those of all resolves do.
    """
    old, new = _settings(before, locks), _settings(after, locks)
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def _settings(content: bytes | None, locks: Collection[str] | None) -> Mapping[str, Any]:
    try:
        tables = tomllib.loads((content or b"").decode())
    except ValueError:
        # It can't be told what is in it, so it is unlike every other.
        return {"as a whole": content}
    paths = tables.get("python", {}).get("resolves", {})
    counting = {name for name, path in paths.items() if locks is None or path in locks}
    return dict(_flat(tables, counting))


def _flat(tables: Mapping[str, Mapping[str, Any]], resolves: set[str]) -> Iterator[tuple[str, Any]]:
    for section, settings in tables.items():
        if section in _HARMLESS_SECTIONS or not isinstance(settings, dict):
            continue
        for name, value in settings.items():
            if section == "GLOBAL" and _HARMLESS_GLOBAL.fullmatch(name):
                continue
            if section == "python" and name in _BY_RESOLVE and isinstance(value, dict):
                for resolve in value.keys() & resolves:
                    yield f"[python.{name}].{resolve}", value[resolve]
            else:
                yield f"[{section}].{name}", value
