"""Who is told what functions do, as it happens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .function import Response
    from .version import Version

__all__ = ["LogOf", "Observer"]

_START = re.compile(r"START RequestId: ([0-9a-f-]{36}) ")
_REPORT = re.compile(r"REPORT RequestId: ([0-9a-f-]{36})\t")


class Observer(Protocol):
    """Hears of every invocation; any thread may call it, and waits for it."""

    def invocation_started(
        self, version: Version, qualifier: str | None, request_id: str, payload: bytes
    ) -> None:
        """An event goes to `version`, found by `qualifier`."""

    def invocation_ended(self, request_id: str, response: Response | None) -> None:
        """It is over; there is no response where the local cloud itself failed."""

    def line_logged(self, function_name: str, request_id: str | None, line: str) -> None:
        """A line of a log, as it comes; what an init prints belongs to no invocation."""


class LogOf:
    """Tells an observer the lines of one execution environment's log.

    Args:
        function_name: whose log it is.
        observer: who is told.
    """

    def __init__(self, function_name: str, observer: Observer) -> None:
        self._function_name = function_name
        self._observer = observer
        self._request_id: str | None = None

    def __call__(self, line: str) -> None:
        """One line."""
        if started := _START.match(line):
            self._request_id = started[1]
        self._observer.line_logged(self._function_name, self._request_id, line)
        if _REPORT.match(line):
            self._request_id = None
