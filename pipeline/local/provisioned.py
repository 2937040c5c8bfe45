"""Environments that are started before anybody invokes: provisioned concurrency.

Source: AWS Lambda developer guide, "Configuring provisioned concurrency for a function".
"""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .environment import Environment
from .errors import InvalidParameterValue, ProvisionedConfigNotFound
from .pool import EnvironmentPool
from .version import Version

__all__ = ["Provisioned", "ProvisionedConfig"]

_CLOSE_SECONDS = 15


@dataclass(frozen=True, slots=True)
class ProvisionedConfig:
    """How many environments a version or an alias keeps ready, and how far that is.

    `status` is `IN_PROGRESS`, `READY` or `FAILED`, where `reason` says why.
    """

    requested: int
    allocated: int = 0
    status: str = "IN_PROGRESS"
    reason: str | None = None
    modified: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))


class Provisioned:
    """Keeps as many environments ready as was asked for, thread-safe.

    Args:
        pool: where they serve from.
        find: the version that a qualifier leads to now; None where there is none any more.
    """

    def __init__(self, pool: EnvironmentPool, find: Callable[[str], Version | None]) -> None:
        self._pool = pool
        self._find = find
        self._lock = threading.Lock()
        self._asked: dict[str, ProvisionedConfig] = {}
        self._wanted: Counter[Version] = Counter()
        self._starting: dict[Environment, threading.Thread] = {}
        self._failed: dict[Version, str] = {}
        self._closed = False
        pool.on_lost = self._replenish

    def put(self, qualifier: str, count: int) -> None:
        """Has `count` environments kept ready for a version or an alias.

        Raises:
            InvalidParameterValue: its version is kept ready by another name already.
        """
        version = self._find(qualifier)
        with self._lock:
            others = [name for name in self._asked if name != qualifier]
        if version is not None and any(self._find(name) is version for name in others):
            raise InvalidParameterValue(
                "Alias can't be used for Provisioned Concurrency configuration on an already"
                " Provisioned version"
                if not qualifier.isdecimal()
                else "Version is pointed by a Provisioned Concurrency alias"
            )
        with self._lock:
            self._asked[qualifier] = ProvisionedConfig(count)
            if version is not None:
                self._failed.pop(version, None)
        self.refresh()

    def delete(self, qualifier: str) -> None:
        """Keeps none ready any more; that there was nothing to delete is no error."""
        with self._lock:
            self._asked.pop(qualifier, None)
        self.refresh()

    def get(self, qualifier: str) -> ProvisionedConfig:
        """What was asked for, and how far it is.

        Raises:
            ProvisionedConfigNotFound: nothing was.
        """
        with self._lock:
            asked = self._asked.get(qualifier)
        version = self._find(qualifier) if asked else None
        if asked is None or version is None:
            raise ProvisionedConfigNotFound(
                "No Provisioned Concurrency Config found for this function"
            )
        ready = min(self._pool.provisioned(version), asked.requested)
        with self._lock:
            reason = self._failed.get(version)
        status = "FAILED" if reason else "READY" if ready == asked.requested else "IN_PROGRESS"
        return ProvisionedConfig(asked.requested, ready, status, reason, asked.modified)

    def all(self) -> dict[str, ProvisionedConfig]:
        """Everything that was asked for, by qualifier."""
        with self._lock:
            names = sorted(self._asked)
        return {name: self.get(name) for name in names if self._find(name)}

    def refresh(self) -> None:
        """Looks again where the qualifiers lead, and starts and gives up what follows from it."""
        with self._lock:
            if not self._asked and not self._wanted:
                return
            asked = dict(self._asked)
        wanted: Counter[Version] = Counter()
        for qualifier, config in asked.items():
            if (version := self._find(qualifier)) is not None:
                wanted[version] += config.requested
        with self._lock:
            gone, self._wanted = set(self._wanted) - set(wanted), wanted
        for version in gone:
            self._pool.keep_provisioned(version, 0)
        for version, count in wanted.items():
            self._pool.keep_provisioned(version, count)
            self._replenish(version)

    def close(self) -> None:
        """Ends what is being started."""
        with self._lock:
            self._closed = True
            starting = dict(self._starting)
        for environment, thread in starting.items():
            environment.kill()
            thread.join(timeout=_CLOSE_SECONDS)

    def _replenish(self, version: Version) -> None:
        with self._lock:
            there = self._pool.provisioned(version)
            there += sum(each.version is version for each in self._starting)
            failed = version in self._failed
            missing = 0 if failed or self._closed else self._wanted[version] - there
            for _ in range(missing):
                environment = self._pool.make(version)
                thread = threading.Thread(
                    target=self._start, args=[environment], name="provisioned", daemon=True
                )
                self._starting[environment] = thread
                thread.start()

    def _start(self, environment: Environment) -> None:
        failure, version = environment.start_ahead(), environment.version
        with self._lock:
            unwanted = self._closed or not self._wanted[version]
            if failure is not None and not unwanted:
                self._failed[version] = failure.error_type
        if unwanted or failure is not None:
            environment.close()
        else:
            self._pool.adopt(environment)
        with self._lock:
            del self._starting[environment]
        self._replenish(version)
