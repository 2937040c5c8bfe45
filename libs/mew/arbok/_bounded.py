"""Calls that may hang longer than anyone can wait, such as name resolution inside a driver."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context


class _Late[T]:
    """A call in a thread of its own, whose result may come when nobody waits for it any more."""

    def __init__(self, call: Callable[[], T], discard: Callable[[T], None]) -> None:
        self._call = call
        self._discard = discard
        self._lock = threading.Lock()
        self._abandoned = False
        self.done = threading.Event()
        self.value: T | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            value = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self.error = error
        else:
            with self._lock:
                self.value = value
                late = self._abandoned
            if late:
                self._discard(value)
        self.done.set()

    def abandon(self) -> bool:
        """Stop waiting; False when the result arrived after all."""
        with self._lock:
            self._abandoned = not self.done.is_set() and self.value is None and self.error is None
            return self._abandoned


def bounded[T](call: Callable[[], T], seconds: float, discard: Callable[[T], None]) -> T:
    """What `call()` returns or raises; TimeoutError when it takes longer than `seconds`.

    discard: what to do with a result that comes later.
    """
    late = _Late(call, discard)
    thread = threading.Thread(
        target=copy_context().run, args=(late.run,), name="arbok-connect", daemon=True
    )
    thread.start()
    if not late.done.wait(seconds) and late.abandon():
        raise TimeoutError
    late.done.wait()
    if late.error is not None:
        raise late.error
    return late.value  # type: ignore[return-value]
