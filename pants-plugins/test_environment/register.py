"""Wires the plugin into Pants."""

from __future__ import annotations

from typing import Iterable

from test_environment import rules as environment


def rules() -> Iterable[object]:
    return environment.rules()
