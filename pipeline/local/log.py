"""What a function prints, taken apart into messages, and the lines that the service adds.

The runtime client writes what is logged in frames: a type of four bytes, the length, a time stamp
in microseconds and the message. What is printed comes as it is. Both share one pipe, so that their
order is kept; no frame's first byte begins a character of UTF-8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["FrameReader", "Report", "end_line", "init_report_line", "start_line", "tail"]

_MAGIC = b"\xa5\x5a\x00"
_HEADER = 16
# Text that no newline ends is a message from here on, so that it does not gather without end.
_LONGEST_BYTES = 262_144
# Source: AWS Lambda API reference, "Invoke": the last 4 KB of the log.
_TAIL_BYTES = 4096


class FrameReader:
    """Turns the bytes of a function's output into messages, each ending in a newline."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The messages that are complete with `data`."""
        self._rest += data
        messages: list[str] = []
        while self._rest:
            start = self._rest.find(_MAGIC)
            if start == 0:
                length = int.from_bytes(self._rest[4:8], "big")
                if len(self._rest) < _HEADER + length:
                    break
                messages.append(_text(self._rest[_HEADER : _HEADER + length]))
                self._rest = self._rest[_HEADER + length :]
                continue
            # Text before a frame is a message even when no newline ends it.
            text = self._rest[: start if start > 0 else self._rest.rfind(b"\n") + 1]
            if not text and len(self._rest) > _LONGEST_BYTES:
                text = self._rest[:_LONGEST_BYTES]
            if not text:
                break
            messages.extend(_text(line) for line in text.splitlines(keepends=True))
            self._rest = self._rest[len(text) :]
        return messages

    def flush(self) -> list[str]:
        """What is left when nothing more comes for now."""
        rest, self._rest = self._rest, b""
        return [_text(rest)] if rest else []


def _text(message: bytes) -> str:
    text = message.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else text + "\n"


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one invocation: times in milliseconds, sizes in MB.

    `status` is "error" or "timeout" where the environment did not survive the invocation.
    """

    duration_ms: float
    memory_size_mb: int
    max_memory_used_mb: int
    init_ms: float | None = None
    status: str | None = None
    error_type: str | None = None

    @property
    def billed_ms(self) -> int:
        """The billed duration; init is billed as well."""
        return math.ceil(self.duration_ms + (self.init_ms or 0.0))

    def line(self, request_id: str) -> str:
        """The REPORT line."""
        parts = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {self.duration_ms:.2f} ms",
            f"Billed Duration: {self.billed_ms} ms",
            f"Memory Size: {self.memory_size_mb} MB",
            f"Max Memory Used: {self.max_memory_used_mb} MB",
        ]
        if self.init_ms is not None:
            parts.append(f"Init Duration: {self.init_ms:.2f} ms")
        parts.append(f"Status: {self.status}" if self.status else "")
        if self.error_type:
            parts.append(f"Error Type: {self.error_type}")
        return "\t".join(parts) + "\n"


def start_line(request_id: str, version: str) -> str:
    """The line before an invocation's own output."""
    return f"START RequestId: {request_id} Version: {version}\n"


def end_line(request_id: str) -> str:
    """The line after an invocation's own output."""
    return f"END RequestId: {request_id}\n"


def init_report_line(duration_ms: float, phase: str, status: str, error_type: str | None) -> str:
    """The line of an init that failed in `phase` ("init" or "invoke")."""
    line = f"INIT_REPORT Init Duration: {duration_ms:.2f} ms\tPhase: {phase}\tStatus: {status}"
    return f"{line}\tError Type: {error_type}\n" if error_type else f"{line}\n"


def tail(lines: Iterable[str]) -> str:
    """The last 4 KB of a log, as the API returns them (there in base64)."""
    return "".join(lines).encode()[-_TAIL_BYTES:].decode("utf-8", "ignore")
