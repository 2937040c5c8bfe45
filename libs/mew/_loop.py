"""The one event loop of an environment.

A job may call `asyncio.run()`, which leaves its thread without a loop, and a library may close the
current one. So the loop is mew's own: whoever needs it asks `owned_loop`, which sets it current
again, and makes a new one only when somebody closed it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

_lock = threading.RLock()
_loop: asyncio.AbstractEventLoop | None = None


def owned_loop() -> asyncio.AbstractEventLoop:
    """The loop, open and current in this thread."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
    asyncio.set_event_loop(_loop)
    return _loop


def turn() -> threading.RLock:
    """Hold it while the loop runs: a loop runs in one thread at a time."""
    return _lock


def run[T](work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end on the owned loop, in the caller's context."""
    with _lock:
        return owned_loop().run_until_complete(work)
