"""How Ctrl-C and SIGTERM end a command: as an exception, which cleans up on its way out."""

from __future__ import annotations

import signal
from types import FrameType

__all__ = ["end_if_asked", "end_on_signals"]

_asked: list[int] = []


def end_on_signals() -> None:
    """From now on SIGINT and SIGTERM end this process, with the exit codes 130 and 143."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


def end_if_asked() -> None:
    """Ends a command that a signal should have ended already.

    Python forgets an exception that a signal's handler raises while an object is being destroyed.
    """
    if _asked:
        _end(_asked[0], None)


def _end(number: int, _: FrameType | None) -> None:
    _asked.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
