"""Ruff as formatter, linter and fixer: Pants 2.17's own backend speaks to ruff before 0.5 only."""

from ruff_backend import rules as ruff_rules
from ruff_backend import subsystem


def rules():
    return [*subsystem.rules(), *ruff_rules.rules()]
