"""What goes wrong on the partner's side, when a test wants it to."""

import threading
from dataclasses import dataclass

from .errors import ApiError


@dataclass(frozen=True)
class Fault:
    """What happens instead of the usual, to one request.

    Attributes:
        path: happens to requests of this path alone, e.g. `/audio/speech`; None: of any.
        error: answered at once; nothing is done or billed.
        delay: seconds of silence before the answer.
        cut_after: pieces of a stream that are sent before the connection breaks; of a whole answer
            half is sent, whatever the number. The work is done and billed.
        lost: the connection breaks before the answer. The work is done and billed.
        refused: the content breaks the usage policy: a model's answer says so in its own words,
            and what speaks or listens answers 400.
        failed: a stream of events ends in the partner's own error instead of its end.
    """

    path: str | None = None
    error: ApiError | None = None
    delay: float = 0.0
    cut_after: int | None = None
    lost: bool = False
    refused: bool = False
    failed: bool = False


NOTHING = Fault()


class Faults:
    """The faults that are still to happen, each once, in their order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(
        self,
        path: str | None = None,
        *,
        error: ApiError | None = None,
        delay: float = 0.0,
        cut_after: int | None = None,
        lost: bool = False,
        refused: bool = False,
        failed: bool = False,
        times: int = 1,
    ) -> None:
        """Let a fault happen to the next requests; see `Fault`, and `errors` for errors.

        Args:
            times: to so many requests.
        """
        fault = Fault(path, error, delay, cut_after, lost, refused, failed)
        with self._lock:
            self._waiting += [fault] * times

    def clear(self) -> None:
        """Let nothing more go wrong."""
        with self._lock:
            self._waiting.clear()

    def take(self, path: str) -> Fault:
        """The fault that happens to a request of a path; `NOTHING` if there is none."""
        with self._lock:
            for position, fault in enumerate(self._waiting):
                if fault.path in (None, path):
                    return self._waiting.pop(position)
        return NOTHING
