"""How the service reports that a function's environment failed, rather than its handler.

Sources: AWS Lambda developer guide, "Understanding the Lambda execution environment lifecycle",
section "Failures during the invoke phase"; AWS Lambda API reference, "Invoke".
"""

from __future__ import annotations

import datetime
import json
import signal
from dataclasses import dataclass, field, replace

from .process import exit_reason

__all__ = ["EnvironmentFailure"]

_EXIT_ERROR = "Runtime.ExitError"


@dataclass(frozen=True, slots=True)
class EnvironmentFailure:
    """Why an environment did not come up, or did not survive an invocation.

    `status` is what the report calls it ("error" or "timeout"), `payload` is what the caller gets
    unless the function had answered before, `lines` is what the log says of it.
    """

    status: str
    error_type: str
    payload: bytes = field(repr=False)
    lines: tuple[str, ...] = ()

    @property
    def reported_type(self) -> str | None:
        """The type that a report line carries; a timeout has none."""
        return self.error_type if self.status == "error" else None

    @classmethod
    def exited(cls, request_id: str, return_code: int) -> EnvironmentFailure:
        """The runtime's process ended by itself or by a signal."""
        message = f"RequestId: {request_id} Error: {exit_reason(return_code)}"
        lines = (f"{message}\n", f"{_EXIT_ERROR}\n")
        return cls("error", _EXIT_ERROR, _payload(_EXIT_ERROR, message), lines)

    @classmethod
    def out_of_memory(cls, request_id: str) -> EnvironmentFailure:
        """The process was killed for its memory: an exit like another, but for the report."""
        killed = cls.exited(request_id, -signal.SIGKILL)
        return replace(killed, error_type="Runtime.OutOfMemory")

    @classmethod
    def timed_out(cls, request_id: str, seconds: float) -> EnvironmentFailure:
        """The invocation, or an init within it, took longer than the function's timeout."""
        error_type = "Sandbox.Timedout"
        message = f"Task timed out after {seconds:.2f} seconds"
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        return cls(
            "timeout",
            error_type,
            _payload(error_type, f"RequestId: {request_id} Error: {message}"),
            (f"{now.removesuffix('+00:00')}Z {request_id} {message}\n",),
        )

    @classmethod
    def init_failed(cls, error_type: str, payload: bytes) -> EnvironmentFailure:
        """The runtime said that it cannot load the function; it has logged that itself."""
        return cls("error", error_type, payload)


def _payload(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()
