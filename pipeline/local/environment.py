"""One execution environment: initialised once, then serving invocations one after the other."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .failure import EnvironmentFailure
from .log import Report, end_line, init_report_line, start_line
from .managed_runtime import ManagedRuntime
from .runtime_events import Answered, Invocation
from .sandbox import Sandbox, Served
from .version import Version

__all__ = ["INIT_LIMIT_SECONDS", "Environment", "Outcome"]

# Source: AWS Lambda developer guide, "Understanding the Lambda execution environment lifecycle".
INIT_LIMIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an invocation ended.

    `function_error` is None or "Unhandled"; `log` is every line since the environment's previous
    invocation, the service's own included.
    """

    request_id: str
    payload: bytes = field(repr=False)
    function_error: str | None
    log: tuple[str, ...] = field(repr=False)
    report: Report


class Environment:
    """An execution environment of `version`; it serves one invocation at a time.

    Its process starts with the first invocation and is stopped (SIGSTOP) between invocations.

    Args:
        version: what it runs.
        runtime: what it runs on.
        workspace: an existing folder for what stands for `/tmp`.
        endpoint_url: where AWS is; None leaves the SDK at its own addresses.
        on_log: called with each line of the log as it comes, from any thread.
        init_limit: how long an init may take, in seconds.
    """

    def __init__(
        self,
        version: Version,
        runtime: ManagedRuntime,
        workspace: Path,
        *,
        endpoint_url: str | None = None,
        on_log: Callable[[str], None] | None = None,
        init_limit: float = INIT_LIMIT_SECONDS,
    ) -> None:
        self.version = version
        self._launched = version
        self.invocations = 0
        self._runtime = runtime
        self._workspace = workspace
        self._endpoint_url = endpoint_url
        self._on_log = on_log
        self._init_limit = init_limit
        self._log: list[str] = []
        self._peak_memory_mb = 0
        self._sandbox: Sandbox | None = None

    @property
    def alive(self) -> bool:
        """Whether there is an initialised process to serve the next invocation."""
        return self._sandbox is not None

    @property
    def pid(self) -> int | None:
        """The id of its process, where there is one."""
        return self._sandbox.pid if self._sandbox else None

    def start_ahead(self) -> EnvironmentFailure | None:
        """Starts the process before there is an invocation; says why it does not come up.

        Source: AWS Lambda developer guide, "Configuring provisioned concurrency for a function".
        """
        configuration = dataclasses.replace(
            self.version.configuration, initialization_type="provisioned-concurrency"
        )
        self._launched = dataclasses.replace(self.version, configuration=configuration)
        sandbox = self._initialise(str(uuid.uuid4()), "init", self._init_limit)
        if isinstance(sandbox, EnvironmentFailure):
            return sandbox
        sandbox.freeze()
        return None

    def invoke(
        self,
        payload: bytes,
        request_id: str,
        *,
        qualifier: str | None = None,
        client_context: str | None = None,
    ) -> Outcome:
        """Runs one invocation to its end; after a crash or a timeout nothing is left `alive`.

        Args:
            payload: the event, JSON.
            request_id: a UUID.
            qualifier: the version or alias that the invoked ARN names.
            client_context: JSON that the function finds in its context.
        """
        self.invocations += 1
        timeout = self.version.configuration.timeout
        sandbox: Sandbox | EnvironmentFailure | None = self._sandbox
        init_ms: float | None = None
        if sandbox is None:
            before = time.monotonic()
            sandbox = self._initialise(request_id, "init", self._init_limit)
            if isinstance(sandbox, Sandbox):
                init_ms = (time.monotonic() - before) * 1000
        started = time.monotonic()
        if isinstance(sandbox, EnvironmentFailure):
            # The service tries again, now within the invocation and its timeout.
            sandbox = self._initialise(request_id, "invoke", timeout)
        self._say(start_line(request_id, self.version.number))
        if isinstance(sandbox, EnvironmentFailure):
            self._say(*sandbox.lines)
            return self._outcome(request_id, started, Served(sandbox), init_ms)
        now = time.time()
        deadline = started + timeout
        invocation = Invocation(
            request_id=request_id,
            payload=payload,
            function_arn=self.version.arn(qualifier),
            deadline_ms=int((now + deadline - time.monotonic()) * 1000),
            trace_id=_trace_id(now, request_id),
            client_context=client_context,
        )
        served = sandbox.serve(invocation, deadline, timeout)
        if served.failure is None:
            sandbox.drain()
            self._peak_memory_mb = max(self._peak_memory_mb, sandbox.peak_memory_mb())
        else:
            self.close()
            self._say(*served.failure.lines)
        return self._outcome(request_id, started, served, init_ms)

    def kill(self) -> None:
        """Ends what is being invoked, from any thread: it fails as after a crash."""
        sandbox = self._sandbox
        if sandbox is not None:
            sandbox.kill()

    def close(self) -> None:
        """Ends the process and removes what belonged to it; an invocation would start it anew."""
        if self._sandbox is not None:
            sandbox, self._sandbox = self._sandbox, None
            sandbox.close()
            self._peak_memory_mb = max(self._peak_memory_mb, sandbox.peak_memory_mb())

    def _initialise(
        self, request_id: str, phase: str, limit: float
    ) -> Sandbox | EnvironmentFailure:
        started = time.monotonic()
        self._sandbox = sandbox = Sandbox(
            self._launched, self._runtime, self._workspace, self._endpoint_url, self._say
        )
        try:
            failure = sandbox.await_init(request_id, limit)
        except BaseException:
            self.close()
            raise
        if failure is None:
            # What it printed comes before what the service says of the invocation.
            sandbox.drain()
            return sandbox
        duration_ms = min(time.monotonic() - started, limit) * 1000
        self.close()
        self._say(init_report_line(duration_ms, phase, failure.status, failure.reported_type))
        return failure

    def _outcome(
        self, request_id: str, started: float, served: Served, init_ms: float | None
    ) -> Outcome:
        configuration = self.version.configuration
        lost = served.failure
        report = Report(
            duration_ms=min(time.monotonic() - started, configuration.timeout) * 1000,
            memory_size_mb=configuration.memory_size,
            max_memory_used_mb=min(self._peak_memory_mb, configuration.memory_size),
            init_ms=init_ms,
            status=lost.status if lost else None,
            error_type=lost.reported_type if lost else None,
        )
        self._say(end_line(request_id), report.line(request_id))
        log, self._log = self._log, []
        error = None if isinstance(served.answer, Answered) else "Unhandled"
        return Outcome(request_id, served.answer.payload, error, tuple(log), report)

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._log.append(line)
            if self._on_log is not None:
                self._on_log(line)


def _trace_id(now: float, request_id: str) -> str:
    unique = request_id.replace("-", "")
    return f"Root=1-{int(now):08x}-{unique[:24]};Parent={unique[:16]};Sampled=0"
