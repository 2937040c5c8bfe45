"""Brings every stage of every lambda to where its functions can run: databases, secrets, resources."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..seeding import migrate, seed
from .databases import Databases
from .partners import PartnerStandIns, has_stand_in
from .values import stage_values, wanted

__all__ = ["Preparation", "kinds_wanted"]

_AT_ONCE = 4


def kinds_wanted(lambdas: Iterable[str], checkout: Path) -> set[str]:
    """Which kinds of servers lambdas want of this cloud."""
    return {kind for name in lambdas for kind, _, _ in wanted(checkout / "lambdas" / name)}


class Preparation:
    """Runs the scripts of lambdas with values that lead to this cloud; use it as a context manager.

    Args:
        lambdas: which.
        stages: for which stages.
        checkout: the repository's root.
        databases: where databases come from, started.
        folder: an existing folder for the values, of this run.
        environment: variables for what is started, which say where AWS is.
    """

    def __init__(
        self,
        lambdas: Iterable[str],
        stages: Iterable[str],
        checkout: Path,
        databases: Databases,
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        self._work = [(name, stage) for name in lambdas for stage in stages]
        self._checkout = checkout
        self._databases = databases
        self._folder = folder
        self._environment = environment
        self._partners: dict[str, PartnerStandIns] = {}
        self._closing = contextlib.ExitStack()
        try:
            for name in dict(self._work):
                if has_stand_in(name, checkout):
                    stages_of = [stage for each, stage in self._work if each == name]
                    stand_ins = PartnerStandIns(name, stages_of, checkout, environment)
                    self._closing.callback(stand_ins.close)
                    self._partners[name] = stand_ins
        except BaseException:
            self.close()
            raise

    def run(self) -> None:
        """Runs every lambda's scripts for every stage.

        Raises:
            SeedingFailed: a script failed.
        """
        files = {work: self._values(*work) for work in self._work}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            # Stages of one lambda, and lambdas, have nothing in common that two could fall over.
            ran = [pool.submit(self._prepare, *work, file) for work, file in files.items()]
        for each in ran:
            each.result()

    def _prepare(self, name: str, stage: str, file: Path | None) -> None:
        seed(name, stage, self._checkout, self._environment, file)
        migrate(name, stage, self._checkout, self._environment)

    def _values(self, name: str, stage: str) -> Path | None:
        folder = self._checkout / "lambdas" / name
        provided: dict[str, str] = {}
        partners = []
        for kind, field, text in wanted(folder):
            if kind == "partner":
                partners.append(field)
            else:
                provided[field] = self._databases.provide(kind, text, stage)
        if name in self._partners:
            provided |= self._partners[name].values(stage, partners)
        values = stage_values(folder, stage, provided)
        if not values:
            return None
        file = self._folder / f"{name}.{stage}.env"
        file.touch(0o600)
        file.write_text(
            "".join(f"{field}={text}\n" for field, text in values.items()), encoding="utf-8"
        )
        return file

    def close(self) -> None:
        """Ends the stand-ins of partners."""
        self._closing.close()
