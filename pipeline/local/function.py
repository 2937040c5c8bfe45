"""A function of the Lambda service: its versions, its aliases and how it is invoked."""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .alias import LATEST, Alias
from .aliases import Aliases
from .environment import Environment, Outcome
from .errors import ResourceConflict
from .latest import Latest
from .log import Report, tail
from .observer import Observer
from .payload import checked_payload
from .pool import EnvironmentPool
from .provisioned import Provisioned
from .version import Version
from .versions import Versions

__all__ = ["Function", "Response"]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to an invocation, as the API gives it; `log` is the whole log, not its tail."""

    status: int
    executed_version: str
    function_error: str | None
    payload: bytes = field(repr=False)
    request_id: str
    log: tuple[str, ...] = field(repr=False)
    report: Report

    @property
    def log_tail(self) -> str:
        """The last 4 KB of the log."""
        return tail(self.log)

    def json(self) -> object:
        """The payload, parsed."""
        return json.loads(self.payload)


class Function:
    """A function, thread-safe; every alias of a version is served by the same environments.

    Args:
        latest: its `$LATEST`.
        pool: where its environments come from.
        roll: decides where an alias leads to two versions; a number from 0 up to 1.
        observer: who hears of every invocation.
    """

    def __init__(
        self,
        latest: Latest,
        pool: EnvironmentPool,
        roll: Callable[[], float] = random.random,
        observer: Observer | None = None,
    ) -> None:
        self.name = latest.serving.function_name
        self._latest = latest
        self._served = latest.serving
        self._versions = Versions(latest)
        self._aliases = Aliases(self._versions)
        self._pool = pool
        self._roll = roll
        self._observer = observer
        self._lock = threading.RLock()
        self.provisioned = Provisioned(pool, self._leads_to)

    @contextmanager
    def releases(self) -> Iterator[tuple[Latest, Versions, Aliases]]:
        """`$LATEST`, versions and aliases, for as long as nobody else may change them."""
        with self._lock:
            yield self._latest, self._versions, self._aliases
            before, self._served = self._served, self._latest.serving
        if before is not self._served:
            self._pool.retire(before)
        self.provisioned.refresh()

    def release(self, *aliases: str) -> Version:
        """Publishes `$LATEST` and points each of `aliases` at the version, making it if need be."""
        with self.releases() as (_, versions, found):
            version = versions.publish()
            for name in aliases:
                if found.find(name) is None:
                    found.create(Alias(name, version.number))
                else:
                    found.update(name, version=version.number, weights={})
        return version

    def delete_version(self, number: str) -> None:
        """Forgets a version and ends its environments.

        Raises:
            ResourceNotFound: there is none.
            InvalidParameterValue: it is `$LATEST`.
            ResourceConflict: an alias leads to it.
        """
        with self.releases() as (_, versions, aliases):
            if number != LATEST and (users := aliases.all(number)):
                raise ResourceConflict(
                    "Unable to delete version because the following aliases reference it:"
                    f" [{', '.join(alias.name for alias in users)}]"
                )
            version = versions.remove(number)
        self._pool.retire(version)

    def resolve(self, qualifier: str | None) -> Version:
        """The version that serves an invocation by `qualifier`.

        Args:
            qualifier: a version number, an alias, `$LATEST`, or None for that.

        Raises:
            ResourceNotFound: there is none.
            ResourceConflict: the function is still being created.
        """
        name = qualifier or LATEST
        with self.releases() as (latest, versions, aliases):
            latest.refuse_while_pending()
            alias = aliases.find(name)
            return versions.get(alias.choose(self._roll) if alias else name)

    def _leads_to(self, qualifier: str) -> Version | None:
        with self._lock:
            alias = self._aliases.find(qualifier)
            number = alias.version if alias else qualifier
            return next((each for each in self._versions.all() if each.number == number), None)

    def wait_until_active(self) -> None:
        """Waits until the function was created."""
        while self._latest.state == "Pending":
            time.sleep(0.01)

    def invoke(
        self, payload: bytes, qualifier: str | None = None, *, client_context: str | None = None
    ) -> Response:
        """Invokes the function and waits for its answer.

        Args:
            payload: the event as JSON; nothing at all stands for `{}`.
            qualifier: a version number or an alias.
            client_context: JSON that the function finds in its context.

        Raises:
            ServiceRefused: the service would not invoke it: a payload that is no JSON or too large,
                a qualifier that is unknown, too many invocations at once.
        """
        version = self.resolve(qualifier)
        payload = checked_payload(payload)
        request_id = str(uuid.uuid4())
        response: Response | None = None
        with self._pool.environment(version) as environment:
            if self._observer is not None:
                self._observer.invocation_started(version, qualifier, request_id, payload)
            try:
                outcome = environment.invoke(
                    payload, request_id, qualifier=qualifier, client_context=client_context
                )
                response = _response(version, outcome)
            finally:
                if self._observer is not None:
                    self._observer.invocation_ended(request_id, response)
        return response

    @property
    def concurrency(self) -> int | None:
        """How many invocations may run at once; None for as many as come."""
        return self._pool.limit

    @concurrency.setter
    def concurrency(self, limit: int | None) -> None:
        self._pool.limit = limit

    def environments(self) -> list[Environment]:
        """Every environment there is, idle or busy."""
        return self._pool.environments()

    def close(self) -> None:
        """Ends every environment; what is being invoked ends as after a crash."""
        self.provisioned.close()
        self._pool.close()


def _response(version: Version, outcome: Outcome) -> Response:
    return Response(
        status=200,
        executed_version=version.number,
        function_error=outcome.function_error,
        payload=outcome.payload,
        request_id=outcome.request_id,
        log=outcome.log,
        report=outcome.report,
    )
