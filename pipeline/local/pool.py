"""The execution environments of one function: kept warm, handed out one invocation at a time."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from .environment import Environment
from .errors import TooManyRequests
from .version import Version

__all__ = ["EnvironmentPool", "Lifetimes"]

_CLOSE_SECONDS = 15


class Lifetimes:
    """When an idle environment is not used again, in seconds.

    The service documents neither; these are in the range that people observe.
    """

    def __init__(self, idle: float = 600.0, age: float = 7200.0) -> None:
        self.idle = idle
        self.age = age


class _Kept:
    """An environment, when it was made and since when it is idle; `provisioned` ones do not age."""

    def __init__(self, environment: Environment, now: float, *, provisioned: bool = False) -> None:
        self.environment = environment
        self.provisioned = provisioned
        self.made = now
        self.idle_since = now


class EnvironmentPool:
    """Environments for any version of a function, thread-safe.

    An environment serves every alias of its version. The one that was used last is used first, so
    that the others grow old and go. `on_lost` is called with the version of each provisioned
    environment that is gone.

    Args:
        make: makes a new environment of a version, not yet started.
        limit: how many invocations may run at once; None for as many as come.
        lifetimes: when an environment is not used again.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        make: Callable[[Version], Environment],
        *,
        limit: int | None = None,
        lifetimes: Lifetimes | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self.make = make
        self.on_lost: Callable[[Version], None] = lambda _version: None
        self._lifetimes = lifetimes or Lifetimes()
        self._clock = clock
        self._lock = threading.Lock()
        self._returned = threading.Condition(self._lock)
        self._idle: dict[Version, list[_Kept]] = {}
        self._busy: set[_Kept] = set()
        self._retired: set[Version] = set()
        self._closed = False

    @contextlib.contextmanager
    def environment(self, version: Version) -> Iterator[Environment]:
        """An environment of `version` for one invocation.

        Raises:
            TooManyRequests: as many invocations as may run are running.
        """
        self.reap()
        kept = self._take(version)
        try:
            yield kept.environment
        finally:
            self._give_back(kept)

    def environments(self) -> list[Environment]:
        """Every environment there is, idle or busy."""
        with self._lock:
            idle = [kept for group in self._idle.values() for kept in group]
            return [kept.environment for kept in (*self._busy, *idle)]

    def adopt(self, environment: Environment) -> None:
        """Takes in an environment that was started ahead, for the next invocation."""
        kept = _Kept(environment, self._clock(), provisioned=True)
        with self._lock:
            keep = not (self._closed or environment.version in self._retired)
            if keep:
                self._idle.setdefault(environment.version, []).append(kept)
        if not keep:
            environment.close()

    def provisioned(self, version: Version) -> int:
        """How many environments of `version` there are that were started ahead."""
        with self._lock:
            return len(self._provisioned(version))

    def keep_provisioned(self, version: Version, count: int) -> None:
        """Lets no more than `count` of them be kept whatever their age."""
        with self._lock:
            for kept in self._provisioned(version)[count:]:
                kept.provisioned = False

    def _provisioned(self, version: Version) -> list[_Kept]:
        busy = [kept for kept in self._busy if kept.environment.version is version]
        return [kept for kept in (*busy, *self._idle.get(version, [])) if kept.provisioned]

    def retire(self, version: Version) -> None:
        """Ends the environments of `version`, those that are busy when they are done."""
        with self._lock:
            self._retired.add(version)
            ended = self._idle.pop(version, [])
        for kept in ended:
            kept.environment.close()

    def reap(self) -> None:
        """Ends the environments that were idle for too long, or are too old."""
        with self._lock:
            now = self._clock()
            ended = []
            for version, group in list(self._idle.items()):
                fresh = [kept for kept in group if self._is_fresh(kept, now)]
                ended += [kept for kept in group if kept not in fresh]
                self._idle[version] = fresh
        for kept in ended:
            kept.environment.close()

    def close(self) -> None:
        """Ends every environment; what is being invoked ends as after a crash."""
        with self._lock:
            self._closed = True
            ended = [kept for group in self._idle.values() for kept in group]
            self._idle.clear()
            for kept in self._busy:
                kept.environment.kill()
        for kept in ended:
            kept.environment.close()
        with self._lock:
            self._returned.wait_for(lambda: not self._busy, timeout=_CLOSE_SECONDS)

    def _take(self, version: Version) -> _Kept:
        with self._lock:
            full = self.limit is not None and len(self._busy) >= self.limit
            if full or self._closed:
                raise TooManyRequests("Rate Exceeded.")
            idle = self._idle.get(version)
            kept = idle.pop() if idle else _Kept(self.make(version), self._clock())
            self._busy.add(kept)
        return kept

    def _give_back(self, kept: _Kept) -> None:
        environment = kept.environment
        with self._lock:
            retired = environment.version in self._retired
            keep = environment.alive and not (self._closed or retired)
            if keep:
                kept.idle_since = self._clock()
                self._idle.setdefault(environment.version, []).append(kept)
                self._busy.discard(kept)
        if not keep:
            environment.close()
            with self._lock:
                self._busy.discard(kept)
                self._returned.notify_all()
            if kept.provisioned:
                self.on_lost(environment.version)

    def _is_fresh(self, kept: _Kept, now: float) -> bool:
        lifetimes = self._lifetimes
        young = now - kept.idle_since < lifetimes.idle and now - kept.made < lifetimes.age
        return kept.provisioned or young
