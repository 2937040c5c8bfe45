"""All rules of the checker, and running them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from . import build_file, entry_point, environment, import_time, imports, layout, mirror, names
from .tree import Unit
from .violation import Violation

SYNTAX = "syntax"


class Group(Protocol):
    """What a module of rules offers."""

    @property
    def RULES(self) -> tuple[str, ...]:  # noqa: N802
        """The names of the group's rules."""

    def check(self, unit: Unit) -> Iterator[Violation]:
        """The places where a unit breaks them."""


GROUPS: tuple[Group, ...] = (
    names,
    layout,
    entry_point,
    imports,
    environment,
    import_time,
    mirror,
    build_file,
)
RULES = (SYNTAX, *(rule for group in GROUPS for rule in group.RULES))


def check(units: Iterable[Unit]) -> list[Violation]:
    """Every place where one of `units` breaks a rule, by path, line and rule."""
    # A copy, so that a unit's parsed modules go when it is done.
    return sorted(violation for unit in units for violation in _check_unit(replace(unit)))


def _check_unit(unit: Unit) -> Iterator[Violation]:
    for module in unit.modules:
        if isinstance(module.tree, SyntaxError):
            yield Violation(
                str(module.path),
                module.tree.lineno or 1,
                SYNTAX,
                f"the file does not parse: {module.tree.msg}",
                "correct it; no other rule was checked on it",
            )
    for group in GROUPS:
        yield from group.check(unit)
