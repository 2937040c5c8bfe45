"""Which lambdas a change of pipeline.toml affects: those whose function is to be another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from pipeline.settings.model import FunctionSettings, Settings

from .comparison import Comparison
from .reason import Reason

__all__ = ["SETTINGS_PATH", "function_settings_reasons"]

SETTINGS_PATH = "pipeline.toml"
# What is allowed makes nothing of a function.
_NOT_OF_A_FUNCTION = {"architectures"}


def function_settings_reasons(comparison: Comparison) -> Iterator[tuple[str, Reason]]:
    """For each lambda whose settings differ, what of them; of tables the keys alone."""
    if SETTINGS_PATH not in comparison.changed:
        return
    before, after = (_read(text) for text in comparison.contents(SETTINGS_PATH))
    for name in comparison.graph.lambdas:
        if before is None or after is None:
            yield name, Reason("setting", SETTINGS_PATH, "it can't be told what it said or says")
        elif words := [*_differences(before.function_of(name), after.function_of(name))]:
            yield name, Reason("setting", SETTINGS_PATH, ", ".join(words))


def _read(text: bytes | None) -> Settings | None:
    try:
        return Settings.model_validate(tomllib.loads((text or b"").decode()))
    except ValueError:
        # No TOML, no text, or what the pipeline of today does not understand.
        return None


def _differences(before: FunctionSettings, after: FunctionSettings) -> Iterator[str]:
    was, now = (each.model_dump(exclude=_NOT_OF_A_FUNCTION) for each in (before, after))
    for field, value in now.items():
        old = was[field]
        if isinstance(value, dict):
            keys = sorted(key for key in {*old, *value} if old.get(key) != value.get(key))
            if keys:
                yield f"{field} {', '.join(keys)}"
        elif old != value:
            yield f"{field} {_shown(old)} -> {_shown(value)}"


def _shown(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else str(value)
