"""What a person must decide about a lambda that moved in, found by looking at its new folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from architecture.checker.tree import Module, Unit

from .entry_point import entry_points
from .env_file import EnvFile
from .environment_reads import reads_of
from .leftovers import leftovers
from .own_modules import OwnModules
from .report import Item
from .secret_names import declared_secrets, in_standard_form, named_secrets
from .settings_fields import SettingsFields
from .shared_api import SharedLibraries

__all__ = ["Moved", "decisions"]

_HARD_CODED = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")
_SHOWN = 8


@dataclass(frozen=True)
class Moved:
    """A lambda that moved in.

    Args:
        checkout: This repository, with the libraries and the other lambdas.
        unit: The lambda, perhaps in a folder aside.
        files: Where each of its files came from: from its path in the lambda to the old one.
        own: What the old code's names mean.
        env: What the old `.env` holds.
    """

    checkout: Path
    unit: Unit
    files: Mapping[PurePosixPath, PurePosixPath]
    own: OwnModules
    env: EnvFile


def decisions(moved: Moved) -> Iterator[Item]:
    """Everything to decide, the most urgent first."""
    yield from _secrets_in_files(moved)
    yield from _syntax(moved.unit)
    for line, what, remedy in entry_points(moved.unit):
        yield Item("Entry point", f"{moved.unit.folder}/main.py:{line}", what, remedy)
    yield from _settings(moved)
    yield from _libraries(moved)
    for module in moved.unit.modules:
        old = moved.files.get(module.file, module.file)
        for line, what, remedy in leftovers(module, moved.unit, moved.own, old):
            yield Item("Imports and paths", f"{module.path}:{line}", what, remedy)


def _secrets_in_files(moved: Moved) -> Iterator[Item]:
    remedy = "read it from Settings, and change the secret: it was in the code"
    for file in moved.unit.files:
        content = (moved.unit.root / moved.unit.folder / file).read_bytes()
        for number, line in enumerate(content.split(b"\n"), 1):
            where = f"{moved.unit.folder / file}:{number}"
            if variable := moved.env.variable_in(line):
                yield Item("Secrets in the code", where, f"the value of {variable} of .env", remedy)
            elif _HARD_CODED.search(line):
                yield Item("Secrets in the code", where, "what looks like a key", remedy)


def _syntax(unit: Unit) -> Iterator[Item]:
    for module in unit.modules:
        if isinstance(module.tree, SyntaxError):
            where = f"{module.path}:{module.tree.lineno or 1}"
            what = f"it does not parse: {module.tree.msg}"
            yield Item("Syntax", where, what, "correct it first: lint stops there")


def _settings(moved: Moved) -> Iterator[Item]:
    code = [module for module in moved.unit.modules if module.top != "tests"]
    reads = [read for module in code for read in reads_of(module)]
    read_variables = {read.variable for read in reads if read.variable}
    fields = SettingsFields(
        moved.unit.name,
        read_variables | moved.env.names,
        [*_named(code), *filter(None, map(in_standard_form, moved.env.values))],
        declared_secrets(sorted(moved.checkout.glob("lambdas/*/config.py"))),
    )
    for read in sorted(reads, key=lambda read: (read.variable is None, read.variable or "")):
        what = f"`{read.variable}`, {read.how}" if read.variable else read.how
        yield Item("Settings", f"{read.path}:{read.line}", what, fields.remedy(read))
    for variable in sorted(moved.env.names - read_variables):
        what = f"`{variable}`, which no code names"
        yield Item("Settings", ".env", what, f"drop it, or {fields.of_variable(variable)}")


def _named(code: list[Module]) -> Iterator[str]:
    for module in code:
        if not isinstance(module.tree, SyntaxError):
            yield from named_secrets(module.tree)


def _libraries(moved: Moved) -> Iterator[Item]:
    libraries = SharedLibraries(moved.checkout / "libs")
    for module in moved.unit.modules:
        for missing in libraries.missing_in(module):
            has = ", ".join(missing.offered[:_SHOWN])
            more = ", ..." if len(missing.offered) > _SHOWN else ""
            yield Item(
                "mew and ekans",
                f"{module.path}:{missing.line}",
                f"there is no `{missing.what}` here",
                f"use what there is ({has}{more})" if has else "see libs/ for what there is",
            )
