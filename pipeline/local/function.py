"""A function of the Lambda service: its versions, its aliases and how it is invoked."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .environment import Environment
from .errors import InvalidRequestContent, RequestTooLarge, ResourceNotFound, TooManyRequests
from .log import Report, tail
from .managed_runtime import ManagedRuntime
from .version import Version

__all__ = ["MAX_REQUEST_BYTES", "Function", "Response"]

# Source: AWS Lambda developer guide, "Lambda quotas": 6 MB a synchronous request.
MAX_REQUEST_BYTES = 6_291_456
_CLOSE_SECONDS = 15


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
    """A function with one pool of environments a version, thread-safe.

    Every alias of a version is served by the same environments.

    Args:
        name: the function's name.
        runtime: what it runs on.
        workspace: an existing folder for its environments.
        endpoint_url: where AWS is.
        concurrency: how many invocations may run at once.
        on_log: called with each line of the log as it comes, from any thread.
    """

    def __init__(
        self,
        name: str,
        runtime: ManagedRuntime,
        workspace: Path,
        *,
        endpoint_url: str | None = None,
        concurrency: int = 10,
        on_log: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self.concurrency = concurrency
        self._runtime = runtime
        self._workspace = workspace
        self._endpoint_url = endpoint_url
        self._on_log = on_log
        self._versions: dict[str, Version] = {}
        self._aliases: dict[str, str] = {}
        self._idle: dict[str, list[Environment]] = {}
        self._busy: set[Environment] = set()
        self._lock = threading.Lock()
        self._returned = threading.Condition(self._lock)
        self._closed = False

    def publish(self, version: Version, aliases: Mapping[str, str] | None = None) -> None:
        """Adds `version`, and points `aliases` (name to version number) where they say."""
        with self._lock:
            self._versions[version.number] = version
            self._aliases.update(aliases or {})

    def resolve(self, qualifier: str | None) -> Version:
        """The version that `qualifier` names: a version number, an alias or nothing for $LATEST.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            number = self._aliases.get(qualifier or "$LATEST", qualifier or "$LATEST")
            version = self._versions.get(number)
        if version is None:
            arn = f"function:{self.name}" + (f":{qualifier}" if qualifier else "")
            raise ResourceNotFound(f"Function not found: {arn}")
        return version

    def invoke(
        self, payload: bytes, qualifier: str | None = None, *, client_context: str | None = None
    ) -> Response:
        """Invokes the function and waits for its answer.

        Args:
            payload: the event as JSON; nothing at all stands for `{}`.
            qualifier: a version number or an alias.
            client_context: JSON that the function finds in its context.

        Raises:
            InvokeRefused: the service would not invoke it: a payload that is no JSON or too large,
                a qualifier that is unknown, too many invocations at once.
        """
        version = self.resolve(qualifier)
        payload = _checked(payload)
        request_id = str(uuid.uuid4())
        environment = self._take(version)
        try:
            outcome = environment.invoke(
                payload, request_id, qualifier=qualifier, client_context=client_context
            )
        finally:
            self._give_back(environment)
        return Response(
            status=200,
            executed_version=version.number,
            function_error=outcome.function_error,
            payload=outcome.payload,
            request_id=request_id,
            log=outcome.log,
            report=outcome.report,
        )

    def environments(self) -> list[Environment]:
        """Every environment there is, idle or busy."""
        with self._lock:
            return [*self._busy, *(each for idle in self._idle.values() for each in idle)]

    def close(self) -> None:
        """Ends every environment; what is being invoked ends as a crash."""
        with self._lock:
            self._closed = True
            idle = [each for group in self._idle.values() for each in group]
            self._idle.clear()
            for environment in self._busy:
                environment.kill()
        for environment in idle:
            environment.close()
        with self._lock:
            self._returned.wait_for(lambda: not self._busy, timeout=_CLOSE_SECONDS)

    def _take(self, version: Version) -> Environment:
        with self._lock:
            if len(self._busy) >= self.concurrency or self._closed:
                raise TooManyRequests("Rate Exceeded.")
            idle = self._idle.get(version.number)
            environment = idle.pop() if idle else self._new(version)
            self._busy.add(environment)
        return environment

    def _new(self, version: Version) -> Environment:
        return Environment(
            version,
            self._runtime,
            self._workspace,
            endpoint_url=self._endpoint_url,
            on_log=self._on_log,
        )

    def _give_back(self, environment: Environment) -> None:
        with self._lock:
            keep = environment.alive and not self._closed
            if keep:
                self._idle.setdefault(environment.version.number, []).append(environment)
                self._busy.discard(environment)
        if not keep:
            environment.close()
            with self._lock:
                self._busy.discard(environment)
                self._returned.notify_all()


def _checked(payload: bytes) -> bytes:
    if len(payload) > MAX_REQUEST_BYTES:
        raise RequestTooLarge(
            f"Request must be smaller than {MAX_REQUEST_BYTES} bytes for the InvokeFunction operation"
        )
    if not payload:
        return b"{}"
    try:
        json.loads(payload)
    except ValueError as error:
        raise InvalidRequestContent(
            f"Could not parse request body into json: Could not parse payload into json: {error}"
        ) from error
    return payload
