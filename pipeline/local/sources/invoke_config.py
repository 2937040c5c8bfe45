"""What functions want of asynchronous invocations.

Source: AWS Lambda API reference, "PutFunctionEventInvokeConfig".
"""

from __future__ import annotations

import datetime
import threading
import weakref
from dataclasses import dataclass

from ..alias import LATEST
from ..async_invocations import Limits
from ..errors import ResourceNotFound
from ..function import Function

__all__ = ["InvokeConfig", "InvokeConfigs"]


@dataclass(frozen=True, slots=True)
class InvokeConfig:
    """The limits that were set (None where the service's own count) and where results go, by ARN."""

    modified: datetime.datetime
    retries: int | None = None
    max_age: int | None = None
    on_success: str | None = None
    on_failure: str | None = None


class InvokeConfigs:
    """Configurations by function and qualifier, thread-safe; they end with their function."""

    def __init__(self) -> None:
        self._of: weakref.WeakKeyDictionary[Function, dict[str, InvokeConfig]]
        self._of = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def put(self, function: Function, qualifier: str | None, config: InvokeConfig) -> None:
        """Sets the configuration of a qualifier."""
        with self._lock:
            self._of.setdefault(function, {})[qualifier or LATEST] = config

    def find(self, function: Function, qualifier: str | None) -> InvokeConfig | None:
        """The configuration of a qualifier, if there is one."""
        with self._lock:
            return self._of.get(function, {}).get(qualifier or LATEST)

    def get(self, function: Function, qualifier: str | None) -> InvokeConfig:
        """The configuration of a qualifier.

        Raises:
            ResourceNotFound: there is none.
        """
        found = self.find(function, qualifier)
        if found is None:
            name = f"{function.name}:{qualifier or LATEST}"
            raise ResourceNotFound(f"The function {name} doesn't have an EventInvokeConfig")
        return found

    def all(self, function: Function) -> dict[str, InvokeConfig]:
        """Every configuration of a function, by qualifier."""
        with self._lock:
            return dict(self._of.get(function, {}))

    def delete(self, function: Function, qualifier: str | None) -> None:
        """Removes the configuration of a qualifier.

        Raises:
            ResourceNotFound: there is none.
        """
        self.get(function, qualifier)
        with self._lock:
            self._of.get(function, {}).pop(qualifier or LATEST, None)

    def limits(self, function: Function, qualifier: str | None) -> Limits:
        """How often and how long an event for a qualifier is tried."""
        config, own = self.find(function, qualifier), Limits()
        if config is None:
            return own
        return Limits(
            own.retries if config.retries is None else config.retries,
            own.max_age if config.max_age is None else config.max_age,
        )
