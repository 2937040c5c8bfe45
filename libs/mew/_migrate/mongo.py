"""The indexes of a MongoDB database: made when missing, never changed under anyone's feet."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, PyMongoError

from .._invocation import current_invocation
from ..arbok._errors import Place
from ..arbok._limits import Limits
from ..arbok._mongo_target import arguments_of
from ..arbok._secret import target_of
from ..config import read_secret
from .errors import MigrateError
from .locks import wait_for
from .steps import Index, Step

LOCKS = "mew_migrate"
# A migration that died leaves its lock; an index may take long to build.
LEASE = datetime.timedelta(hours=1)
_IGNORED = frozenset({"v", "key", "ns", "background"})

type Db = Database[dict[str, Any]]


class MongoMigrations:
    """Indexes that must be there, and some that must not."""

    def __init__(
        self, secret: str, indexes: tuple[Index, ...], drop: tuple[tuple[str, str], ...]
    ) -> None:
        self._secret = secret
        self._indexes = indexes
        self._drop = drop

    def status(self) -> list[Step]:
        with self._connected() as database:
            return [*self._to_create(database), *self._to_drop(database)]

    def plan(self, *, contract: bool) -> list[str]:
        with self._connected() as database:
            creating, dropping = self._to_create(database), self._to_drop(database)
        self._refuse_changed(creating)
        lines = [
            f"db.{index.collection}.createIndex("
            f"{dict(index.pairs)}, { {'name': index.name, **index.options} })"
            for step, index in zip(creating, self._indexes, strict=True)
            if step.state == "pending"
        ]
        lines += [
            f'db.{collection}.dropIndex("{name}")'
            for step, (collection, name) in zip(dropping, self._drop, strict=True)
            if step.state == "held" and contract
        ]
        return lines or ["// nothing is pending"]

    def apply(self, *, contract: bool, wait: float) -> Iterator[Step]:
        with self._connected() as database, _locked(database, wait):
            steps = self._to_create(database)
            self._refuse_changed(steps)
            for step, index in zip(steps, self._indexes, strict=True):
                if step.state == "pending":
                    database[index.collection].create_index(
                        index.pairs, name=index.name, **index.options
                    )
                    yield Step("applied", step.name, step.text)
            for step, (collection, name) in zip(self._to_drop(database), self._drop, strict=True):
                if step.state == "held" and contract:
                    database[collection].drop_index(name)
                    yield Step("applied", step.name, step.text)

    def _to_create(self, database: Db) -> list[Step]:
        there = _indexes_of(database, {index.collection for index in self._indexes})
        steps = []
        for index in self._indexes:
            found = there[index.collection].get(index.name)
            name = f"{index.collection}.{index.name}"
            if found is None:
                steps.append(Step("pending", name, "create index"))
            elif _same(found, index):
                steps.append(Step("applied", name, "index"))
            else:
                steps.append(Step("differs", name, "an index of that name is another"))
        return steps

    def _to_drop(self, database: Db) -> list[Step]:
        there = _indexes_of(database, {collection for collection, _ in self._drop})
        return [
            Step("held" if name in there[collection] else "applied", f"{collection}.{name}", "drop")
            for collection, name in self._drop
        ]

    def _refuse_changed(self, steps: list[Step]) -> None:
        changed = [step.name for step in steps if step.state == "differs"]
        if changed:
            raise MigrateError(
                f"{self._secret}: {', '.join(changed)}: an index of that name has other keys or "
                "options. Give the new one a name of its own (expand) and put the old one into "
                "`drop` (contract)"
            )

    @contextmanager
    def _connected(self) -> Iterator[Db]:
        stage = current_invocation().stage
        place = Place("migrate", stage.value, self._secret.replace("{stage}", stage))
        target = target_of(read_secret(self._secret), stage)
        made = arguments_of(target, place, Limits(), 2, None, None)
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(made.host, **made.options)
        try:
            yield client[made.database]
        except PyMongoError as error:
            raise MigrateError(f"{place}: {type(error).__name__}: {error}") from error
        finally:
            client.close()


def _indexes_of(database: Db, collections: set[str]) -> dict[str, dict[str, Any]]:
    return {name: dict(database[name].index_information()) for name in collections}


def _same(found: dict[str, Any], index: Index) -> bool:
    options = {
        key: value for key, value in found.items() if key not in _IGNORED and value is not False
    }
    return [tuple(pair) for pair in found["key"]] == index.pairs and options == index.options


@contextmanager
def _locked(database: Db, wait: float) -> Iterator[None]:
    """Hold the document that is the lock; one whose hour is over is taken from who left it."""
    locks, me = database[LOCKS], uuid.uuid4().hex

    def attempt() -> bool:
        now = datetime.datetime.now(datetime.UTC)
        mine = {"holder": me, "until": now + LEASE}
        try:
            locks.update_one({"_id": "lock", "until": {"$lt": now}}, {"$set": mine}, upsert=True)
        except DuplicateKeyError:
            return False
        held = locks.find_one({"_id": "lock"})
        return held is not None and held["holder"] == me

    wait_for(attempt, wait, f" (or died: its lock, the document of {LOCKS}, ends by itself in 1 h)")
    try:
        yield
    finally:
        locks.delete_one({"_id": "lock", "holder": me})
