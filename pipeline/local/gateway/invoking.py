"""Invoking a function for a request, for as long as a client would wait."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue

from ..function import Function, Response

__all__ = ["TookTooLong", "invoke_within"]


class TookTooLong(Exception):
    """The function has not answered in time; it goes on, and its answer is dropped."""


def invoke_within(
    seconds: float, function: Function, event: bytes, qualifier: str | None
) -> Response:
    """Invokes, and waits for the answer no longer than `seconds`.

    Raises:
        TookTooLong: there is none by then.
        ServiceRefused: the function was not invoked.
    """
    outcome: SimpleQueue[Response | BaseException] = SimpleQueue()

    def invoke() -> None:
        try:
            outcome.put(function.invoke(event, qualifier))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            outcome.put(error)

    threading.Thread(target=invoke, name=f"invoke-{function.name}", daemon=True).start()
    try:
        answer = outcome.get(timeout=seconds)
    except Empty:
        raise TookTooLong from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
