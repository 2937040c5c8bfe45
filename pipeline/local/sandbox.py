"""A started function: its process, the Runtime API that it speaks to, and its scratch folder."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from .environment_variables import function_environment
from .failure import EnvironmentFailure
from .managed_runtime import ManagedRuntime
from .memory import resident_mb
from .process import FunctionProcess
from .runtime_api import RuntimeApi
from .runtime_events import (
    Answered,
    Exited,
    Failed,
    InitFailed,
    Invocation,
    Ready,
    RuntimeEvent,
)
from .version import Version

__all__ = ["Sandbox", "Served"]

_LOOK_AT_MEMORY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _OutOfMemory(RuntimeEvent):
    """The process has more memory than its function is configured with."""


@dataclass(frozen=True, slots=True)
class Served:
    """How an invocation went.

    `answer` is what the caller gets; `failure` is set when the process was lost, which can be after
    it had answered.
    """

    answer: Answered | Failed | EnvironmentFailure
    failure: EnvironmentFailure | None = None


class Sandbox:
    """A process that loads the handler of `version`; call `close()` whatever comes of it.

    Args:
        version: what it runs.
        runtime: what it runs on.
        workspace: an existing folder for what stands for `/tmp`.
        endpoint_url: where AWS is; None leaves the SDK at its own addresses.
        on_message: called with each message of its output, from any thread.
    """

    def __init__(
        self,
        version: Version,
        runtime: ManagedRuntime,
        workspace: Path,
        endpoint_url: str | None,
        on_message: Callable[[str], None],
    ) -> None:
        self._events: SimpleQueue[RuntimeEvent] = SimpleQueue()
        self._temporary = Path(tempfile.mkdtemp(prefix="tmp-", dir=workspace))
        self._api = RuntimeApi(self._events)
        try:
            self._process = FunctionProcess(
                runtime.command(version.configuration.handler),
                function_environment(
                    version,
                    runtime,
                    runtime_api=self._api.address,
                    endpoint_url=endpoint_url,
                    temporary=self._temporary,
                ),
                version.code.path,
                on_exit=lambda return_code: self._events.put(Exited(return_code)),
                on_message=on_message,
            )
        except BaseException:
            self._api.close()
            shutil.rmtree(self._temporary, ignore_errors=True)
            raise
        self.pid = self._process.pid
        self._memory_mb = version.configuration.memory_size

    def await_init(self, request_id: str, limit: float) -> EnvironmentFailure | None:
        """Waits up to `limit` seconds until the process asks for work; says why it does not."""
        match self._next(time.monotonic() + limit):
            case Ready():
                return None
            case InitFailed(payload, error_type):
                return EnvironmentFailure.init_failed(error_type, payload)
            case Exited(return_code):
                return EnvironmentFailure.exited(request_id, return_code)
            case _OutOfMemory():
                return EnvironmentFailure.out_of_memory(request_id)
        return EnvironmentFailure.timed_out(request_id, limit)

    def serve(self, invocation: Invocation, deadline: float, timeout: float) -> Served:
        """Runs one invocation until the process asks for the next, or is lost.

        Args:
            invocation: what to run.
            deadline: when it is over, on the monotonic clock.
            timeout: how the log calls that, in seconds.
        """
        self._api.dispatch(invocation)
        self._process.thaw()
        answer: Answered | Failed | None = None
        while True:
            match self._next(deadline):
                case Answered() | Failed() as said:
                    answer = said
                case Ready() if answer is not None:
                    self._process.freeze()
                    if self._process.peak_memory_mb() <= self._memory_mb:
                        return Served(answer)
                    # It was above its memory between two looks; the service would have seen it.
                    failure = EnvironmentFailure.out_of_memory(invocation.request_id)
                    return Served(failure, failure)
                case _OutOfMemory():
                    failure = EnvironmentFailure.out_of_memory(invocation.request_id)
                    return Served(answer or failure, failure)
                case Exited(return_code):
                    failure = EnvironmentFailure.exited(invocation.request_id, return_code)
                    return Served(answer or failure, failure)
                case None:
                    failure = EnvironmentFailure.timed_out(invocation.request_id, timeout)
                    return Served(answer or failure, failure)

    def freeze(self) -> None:
        """Stops it from running until it serves."""
        self._process.freeze()

    def drain(self) -> None:
        """Delivers everything that was printed up to now."""
        self._process.drain()

    def peak_memory_mb(self) -> int:
        """The most memory that the process had, in MB; 0 where the system does not say."""
        return self._process.peak_memory_mb()

    def kill(self) -> None:
        """Ends the process, from any thread; whoever waits for it sees it end."""
        self._process.kill()

    def close(self) -> None:
        """Ends the process and removes what belonged to it."""
        self._process.close()
        self._api.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _next(self, deadline: float) -> RuntimeEvent | None:
        """The next event, or None at `deadline`; meanwhile the memory is looked at."""
        while True:
            left = max(deadline - time.monotonic(), 0)
            try:
                return self._events.get(timeout=min(left, _LOOK_AT_MEMORY_SECONDS))
            except Empty:
                if left <= _LOOK_AT_MEMORY_SECONDS:
                    return None
            if resident_mb(self.pid) > self._memory_mb:
                return _OutOfMemory()
