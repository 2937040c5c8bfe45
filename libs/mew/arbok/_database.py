"""The shape that the three drivers share: a database that is named by its secret."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from .._invocation import current_invocation
from .._secrets import Secret, store
from . import _handles
from ._block import Block
from ._errors import BUSY, Place, Verdict, error_of
from ._handles import Handle, Key
from ._limits import Budget, Limits
from ._link import AnyLink, Retired, Source
from .errors import ArbokError, AuthenticationFailed, TimedOut

_RETRIES_OF_RETIRED = 3


@dataclass(frozen=True, slots=True)
class Health:
    """What `health()` found. seconds: how long it took.  error: the error's class name, or None."""

    ok: bool
    seconds: float
    error: str | None = None


class Database[L: AnyLink](ABC):
    """A database by the name of its secret; connected when first used, per stage.

    secret: name, may hold `{stage}`.  pool: the most connections at once; None for one connection
    that blocks take in turn.  limits: longest waits.
    """

    driver: ClassVar[str]
    exclusive: ClassVar[bool] = True

    def __init__(self, secret: str, pool: int | None, limits: Limits | None) -> None:
        if pool is not None and pool < 1:
            raise ValueError(f"pool={pool} for {secret}: a pool holds at least 1 connection")
        self.secret = secret
        self.pool = pool
        self.limits = limits or Limits()
        self._keys: dict[str, Key] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.secret!r}, pool={self.pool})"

    @abstractmethod
    def _source(self, place: Place, secret: Secret) -> Source[L]:
        """A source of connections to what the secret describes. No I/O."""

    @abstractmethod
    def _judge(self, error: BaseException) -> Verdict | None:
        """What an error means; None when it is not the driver's."""

    def _options(self) -> Hashable:
        """What makes two databases of one secret two handles."""
        return (self.pool, self.limits)

    def health(self) -> Health:
        """Ask the server for a sign of life, within 2 s. Never raises an ArbokError."""
        begun = time.monotonic()
        try:
            with Block(self, lambda link: link.ping(), seconds=2.0):
                pass
        except ArbokError as error:
            return Health(ok=False, seconds=time.monotonic() - begun, error=type(error).__name__)
        return Health(ok=True, seconds=time.monotonic() - begun)

    def _key(self) -> Key:
        stage = current_invocation().stage
        key = self._keys.get(stage)
        if key is None:
            place = Place(self.driver, stage.value, self.secret.replace("{stage}", stage))
            key = self._keys[stage] = Key(place, self._options())
        return key

    def _read(self, *, fresh: bool = False) -> Secret:
        return store().get(current_invocation().stage, self.secret, fresh=fresh)

    def _handle(self, key: Key) -> Handle:
        handle = _handles.current(key)
        if handle is None or not handle.serves(self._read().version):
            handle = _handles.replace(
                key, self._read, lambda secret: self._source(key.place, secret)
            )
        return handle

    def _lease(self, key: Key, budget: Budget) -> tuple[Handle, AnyLink]:
        """A connection with a transaction begun. One refresh of the secret when it is refused."""
        handle = self._handle(key)
        try:
            return self._begun(key, handle, budget)
        except AuthenticationFailed:
            if self._read().version == handle.version:
                self._read(fresh=True)
            newer = self._handle(key)
            if newer.version == handle.version:
                raise
            return self._begun(key, newer, budget)

    def _begun(self, key: Key, handle: Handle, budget: Budget) -> tuple[Handle, AnyLink]:
        retired = 0
        while True:
            try:
                link = handle.source.take(budget)
            except Retired:
                retired += 1
                if retired > _RETRIES_OF_RETIRED:
                    raise error_of(BUSY, budget.place, "the connections are being closed") from None
                handle = self._handle(key)
                continue
            try:
                link.begin(budget)
            except BaseException as error:
                handle.source.give(link, usable=False)
                if isinstance(error, ArbokError):
                    raise
                verdict = self._judge(error)
                if verdict is None:
                    raise
                if link.fresh:
                    raise self._error(verdict, budget) from error
                # It died before anything was sent: another one, in silence.
                budget.at_most(1)
            else:
                return handle, link

    def _error(self, verdict: Verdict, budget: Budget, *, unknown: bool = False) -> ArbokError:
        if verdict.lost and budget.left() <= 0:
            # Not the server but the end of the budget broke the connection.
            verdict = verdict._replace(kind=TimedOut)
        return error_of(verdict, budget.place, unknown=unknown)
