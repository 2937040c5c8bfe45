"""Secrets, kept per stage: fetched once, refreshed after a while, stale while the source is down."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import NoReturn, Protocol

from . import _log
from ._flight import Flights
from ._invocation import find_invocation
from ._redact import hide
from ._stage import Stage
from .errors import SecretUnavailable

TTL = 300.0
PAUSE = 10.0
ATTEMPTS = 5
MARGIN = 1.0


class Secret:
    """A secret's value at one version. Only `text` and `binary` show it, nothing else does.

    name: the full name.  version: Secrets Manager's version id.  text: `SecretString`, or None for
    a binary secret.  binary: `SecretBinary`, or None. Two are equal when name and version are.
    """

    __slots__ = ("binary", "name", "text", "version")

    def __init__(self, name: str, version: str, text: str | None, binary: bytes | None) -> None:
        self.name = name
        self.version = version
        self.text = text
        self.binary = binary

    def __repr__(self) -> str:
        return f"Secret(name={self.name!r}, version={self.version!r}, value=***)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return (self.name, self.version) == (other.name, other.version)

    def __hash__(self) -> int:
        return hash((self.name, self.version))

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret is not pickled: the pickle would hold its value")


class Source(Protocol):
    """Where secrets come from."""

    def fetch(self, stage: Stage, name: str, version_stage: str, *, fresh: bool) -> Secret:
        """The secret called `name`; fresh: not from any cache in between.

        Raises SecretMissing, SecretForbidden, or SecretUnavailable for what may pass.
        """


type Key = tuple[Stage, str, str]


class Store:
    """Secrets by (stage, name, version stage).

    source: where they come from.  clock: seconds of the wall clock.  sleep: waits that many
    seconds.  ttl: how long a value is fresh, in seconds.
    """

    def __init__(
        self,
        source: Source,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        ttl: float = TTL,
    ) -> None:
        self._source = source
        self._clock = clock
        self._sleep = sleep
        self._flights: Flights[Key, Secret] = Flights(clock, ttl, PAUSE)

    def get(
        self, stage: Stage, name: str, version_stage: str = "AWSCURRENT", *, fresh: bool = False
    ) -> Secret:
        """The secret, from memory while it is fresh.

        name: may hold `{stage}`.  fresh: fetch it now, whatever is kept.
        While the source is down, the value kept last is served, with a warning in the log.
        """
        full = name.replace("{stage}", stage)
        key = (stage, full, version_stage)
        if not fresh:
            if (kept := self._flights.fresh(key)) is not None:
                return kept
            if self._flights.resting(key) and (kept := self._flights.stale(key)) is not None:
                return kept
        try:
            return self._flights.fetch(key, lambda: self._fetch(key, fresh=fresh), _patience())
        except TimeoutError:
            error = SecretUnavailable(
                f"secret {full} at the stage {stage}: the fetch under way did not end in time",
                stage=stage,
                secret=full,
            )
        except SecretUnavailable as down:
            error = down
        if (kept := self._flights.stale(key)) is None:
            raise error
        self._flights.failed(key)
        _log.emit(
            "WARNING",
            "secret served stale",
            {"secret": full, "age_seconds": round(self._flights.age(key)), "reason": str(error)},
        )
        return kept

    def _fetch(self, key: Key, *, fresh: bool) -> Secret:
        stage, name, version_stage = key
        # With a value to fall back on nobody needs to wait long.
        most = ATTEMPTS if self._flights.stale(key) is None else 2
        for attempt in range(1, most + 1):
            began = self._clock()
            try:
                found = self._source.fetch(stage, name, version_stage, fresh=fresh)
            except SecretUnavailable:
                # Full jitter: many environments that were throttled together come back apart.
                wait = random.uniform(0, min(2.0, 0.1 * 2**attempt))  # noqa: S311
                # The next trial may well last as long as this one did.
                if attempt == most or wait + self._clock() - began >= _patience():
                    raise
                self._sleep(wait)
            else:
                _hide(found)
                return found
        raise AssertionError

    def clear(self) -> None:
        """Drop all that is kept."""
        self._flights.clear()


def _patience() -> float:
    """Seconds that may be waited: what the invocation has left, less a margin to answer in."""
    now = find_invocation()
    return 30.0 if now is None else max(0.0, now.remaining_seconds() - MARGIN)


def _hide(found: Secret) -> None:
    if found.text is None:
        return
    hide(found.text)
    import json

    try:
        inside = json.loads(found.text)
    except ValueError:
        return
    leaves = [inside]
    while leaves:
        leaf = leaves.pop()
        if isinstance(leaf, dict):
            leaves.extend(leaf.values())
        elif isinstance(leaf, list):
            leaves.extend(leaf)
        elif isinstance(leaf, str):
            hide(leaf)


_store: Store | None = None
_store_lock = threading.Lock()


def store() -> Store:
    """The environment's store, made with the first secret that is read."""
    global _store
    with _store_lock:
        if _store is None:
            from ._sources import default_source

            _store = Store(default_source())
        return _store


def forget() -> None:
    """Drop the store with all that it keeps."""
    global _store
    _store = None
