"""The functions of an account: created, changed, deleted, and found by their names."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from .code_store import CodeStore
from .environment import Environment
from .errors import InvalidParameterValue, ResourceConflict, ResourceNotFound
from .function import Function
from .latest import Latest
from .observer import Observer
from .pool import EnvironmentPool, Lifetimes
from .task_root import TaskRoot
from .version import ACCOUNT, REGION, Configuration, Version

__all__ = ["LambdaService"]

# Source: AWS Lambda developer guide, "Lambda quotas".
_CONCURRENCY = 1000
_UNRESERVED = 100


class LambdaService:
    """Functions by name, thread-safe.

    Args:
        code: where their code is unpacked.
        make: makes a new environment of a version, not yet started.
        settle: how long a creation or an update takes until it counts, in seconds.
        lifetimes: when an idle environment is not used again.
        clock: seconds that only go forward.
        observer: who hears of every invocation.
    """

    def __init__(
        self,
        code: CodeStore,
        make: Callable[[Version], Environment],
        *,
        settle: float = 0.0,
        lifetimes: Lifetimes | None = None,
        clock: Callable[[], float] = time.monotonic,
        observer: Observer | None = None,
    ) -> None:
        self.code = code
        self._make = make
        self._settle = settle
        self._lifetimes = lifetimes
        self._clock = clock
        self._observer = observer
        self._functions: dict[str, Function] = {}
        self._tags: dict[str, dict[str, str]] = {}
        self._lock = threading.RLock()

    def create(
        self, name: str, code: TaskRoot, configuration: Configuration, description: str = ""
    ) -> Function:
        """Creates a function.

        Raises:
            ResourceConflict: there is one of that name.
        """
        latest = Latest(
            name, code, configuration, description, settle=self._settle, clock=self._clock
        )
        pool = EnvironmentPool(self._make, lifetimes=self._lifetimes, clock=self._clock)
        with self._lock:
            if name in self._functions:
                raise ResourceConflict(f"Function already exist: {name}")
            self._functions[name] = function = Function(latest, pool, observer=self._observer)
            self._tags[name] = {}
        return function

    def get(self, name: str, qualifier: str | None = None) -> Function:
        """The function of that name.

        Args:
            name: the function's name.
            qualifier: what the caller asked for; it is in the error alone.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            function = self._functions.get(name)
        if function is None:
            arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
            raise ResourceNotFound(
                f"Function not found: {arn}{f':{qualifier}' if qualifier else ''}"
            )
        return function

    def all(self) -> list[Function]:
        """Every function, by name."""
        with self._lock:
            return [self._functions[name] for name in sorted(self._functions)]

    def delete(self, name: str) -> None:
        """Deletes a function with its versions and aliases, and ends its environments.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            function = self.get(name)
            del self._functions[name], self._tags[name]
        function.close()

    def tags(self, name: str) -> dict[str, str]:
        """The tags of a function, a copy.

        Raises:
            ResourceNotFound: there is no such function.
        """
        with self._lock:
            self.get(name)
            return dict(self._tags[name])

    def tag(self, name: str, add: Mapping[str, str], remove: tuple[str, ...] = ()) -> None:
        """Changes the tags of a function.

        Raises:
            ResourceNotFound: there is no such function.
        """
        with self._lock:
            self.get(name)
            kept = {key: tag for key, tag in self._tags[name].items() if key not in remove}
            self._tags[name] = kept | dict(add)

    def reserve(self, name: str, concurrency: int | None) -> None:
        """Sets how many invocations of a function may run at once; None takes the limit away.

        Raises:
            ResourceNotFound: there is no such function.
            InvalidParameterValue: too little would be left for the others.
        """
        with self._lock:
            function = self.get(name)
            others = [each.concurrency or 0 for each in self.all() if each is not function]
            if concurrency and sum(others) + concurrency > _CONCURRENCY - _UNRESERVED:
                raise InvalidParameterValue(
                    "Specified ReservedConcurrentExecutions for function decreases account's"
                    " UnreservedConcurrentExecution below its minimum value of"
                    f" [{_UNRESERVED}]."
                )
            function.concurrency = concurrency

    def close(self) -> None:
        """Deletes every function."""
        for function in self.all():
            self.delete(function.name)
