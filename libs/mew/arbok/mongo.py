"""MongoDB: one client per stage and secret, with one connection or a pool of them.

    database = mongo.open("neoapp/{stage}/mongo")               # connects nowhere yet

    with database.session() as work:                            # a transaction
        work.database["turn"].insert_one({...}, session=work.session)
    # committed here; an exception in the block aborts

Transactions need a replica set or a mongos; on a standalone server, or for reads alone, use
`session(transaction=False)`. Errors are those of `mew.arbok.errors`.

What is guaranteed: a connection lost before the block is replaced in silence; a statement is never
sent twice, unless the secret's URL turns on `retryWrites`, by which the server itself drops the
second one; when a transaction raises with `outcome_unknown` False, nothing of it was applied; every
wait ends before the invocation does.
"""

from __future__ import annotations

from typing import ClassVar

from .._secrets import Secret
from . import _handles, _mongo_errors
from ._block import Block
from ._database import Database, Health
from ._errors import Place, Verdict
from ._limits import Limits
from ._link import Source
from ._mongo_link import MongoLink, MongoSource, Session
from ._mongo_target import arguments_of
from ._secret import target_of

__all__ = ["Health", "Limits", "Mongo", "Session", "close_all", "open"]


class Mongo(Database[MongoLink]):
    """A MongoDB database, named by its secret. Made by `open`."""

    driver: ClassVar[str] = "mongo"
    exclusive: ClassVar[bool] = False

    def __init__(
        self,
        secret: str,
        *,
        pool: int | None = None,
        limits: Limits | None = None,
        ca_file: str | None = None,
        database: str | None = None,
    ) -> None:
        super().__init__(secret, pool, limits)
        self._ca_file = ca_file
        self._database = database

    def session(self, *, transaction: bool = True, seconds: float | None = None) -> Block[Session]:
        """A session, with a transaction unless told otherwise, for one `with` block.

        seconds: the block's own limit; the invocation's remaining time bounds it in any case.
        Raises as `mew.arbok.postgres.Postgres.connection` does.
        """
        return Block(self, _in_transaction if transaction else _plain, seconds)

    def _options(self) -> tuple[object, ...]:
        return (self.pool, self.limits, self._ca_file, self._database)

    def _source(self, place: Place, secret: Secret) -> Source[MongoLink]:
        target = target_of(secret, place.stage)
        return MongoSource(
            arguments_of(target, place, self.limits, self.pool or 1, self._ca_file, self._database)
        )

    def _judge(self, error: BaseException) -> Verdict | None:
        return _mongo_errors.judge(error)


def _in_transaction(link: MongoLink) -> Session:
    link.start_transaction()
    return link.raw


def _plain(link: MongoLink) -> Session:
    link.transactional = False
    return link.raw


def open(  # noqa: A001 - the three drivers share the name
    secret: str,
    *,
    pool: int | None = None,
    limits: Limits | None = None,
    ca_file: str | None = None,
    database: str | None = None,
) -> Mongo:
    """The database that `secret` describes. Connects when first used; may be called at import.

    secret: the secret's name, may hold `{stage}`; its value is JSON as RDS writes it, or a URL.
    pool: the most connections at once; without it, statements take turns on one.
    limits: longest waits.  ca_file: a bundle of CA certificates; the secret's own `tlsCAFile` (a
    path or PEM text) goes first.  database: its name, where the secret has none.
    """
    return Mongo(secret, pool=pool, limits=limits, ca_file=ca_file, database=database)


def close_all() -> None:
    """Close every MongoDB client: idle ones now, used ones when their last block ends."""
    _handles.close_all(Mongo.driver)
