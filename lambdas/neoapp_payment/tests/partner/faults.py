"""What goes wrong on demand between the partner and its caller.

A fault is for the next matching requests only, and each of them meets the first that is for it:

    partner.faults.cut(after=True)                      # the order exists, the caller never learns
    partner.faults.fail(503, on="GET /orders", times=2)
    gate = partner.faults.hold(after=True)              # until gate.open(), with no clock in it
"""

import threading
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Fault", "Faults", "Gate"]

type Kind = Literal["delay", "hold", "cut", "half", "status"]

_HELD_AT_MOST_SECONDS = 60


class Gate:
    """Holds requests until it is opened."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._opened = threading.Event()

    def reached(self, timeout: float = 10) -> bool:
        """Wait for a request to stand before it; whether one does within `timeout` seconds."""
        return self._reached.wait(timeout)

    def open(self) -> None:
        """Let everybody through, now and later."""
        self._opened.set()

    def wait(self) -> None:
        """Stand before it; the server's threads do."""
        self._reached.set()
        self._opened.wait(_HELD_AT_MOST_SECONDS)


@dataclass
class Fault:
    """One thing to go wrong.

    Args:
        kind: what happens.
        on: method and path that it is for, after the base URL, as far as they are written.
        after: once the request took effect, not before it.
        times: how often; None for ever.
        seconds: how long a delay is.
        status: answered instead.
        retry_after: seconds, in the header of that name.
        gate: where requests are held.
    """

    kind: Kind
    on: str
    after: bool = False
    times: int | None = 1
    seconds: float = 0
    status: int = 500
    retry_after: int | None = None
    gate: Gate = field(default_factory=Gate)


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._gates: list[Gate] = []

    def delay(
        self, seconds: float, *, on: str = "", after: bool = False, times: int | None = 1
    ) -> None:
        """Take `seconds` longer."""
        self._add(Fault("delay", on, after, times, seconds=seconds))

    def hold(self, *, on: str = "", after: bool = False, times: int | None = 1) -> Gate:
        """Stop at a gate, which the caller opens."""
        fault = Fault("hold", on, after, times)
        self._add(fault)
        return fault.gate

    def cut(self, *, on: str = "", after: bool = False, times: int | None = 1) -> None:
        """Close the connection without an answer."""
        self._add(Fault("cut", on, after, times))

    def half(self, *, on: str = "", times: int | None = 1) -> None:
        """Take effect, and break off in the middle of the answer's body."""
        self._add(Fault("half", on, after=True, times=times))

    def fail(
        self, status: int = 500, *, on: str = "", after: bool = False, times: int | None = 1
    ) -> None:
        """Answer a failure."""
        self._add(Fault("status", on, after, times, status=status))

    def throttle(
        self, retry_after: int | None = None, *, on: str = "", times: int | None = 1
    ) -> None:
        """Answer 429 and do nothing.

        Args:
            retry_after: seconds, in the header `Retry-After`; None for no such header.
        """
        self._add(Fault("status", on, times=times, status=429, retry_after=retry_after))

    def clear(self) -> None:
        """Nothing goes wrong any more; who is held may go on."""
        with self._lock:
            self._waiting.clear()
            gates, self._gates = self._gates, []
        for gate in gates:
            gate.open()

    def take(self, request: str) -> Fault | None:
        """The fault for a request, used up by it.

        Args:
            request: method and path.
        """
        with self._lock:
            for fault in self._waiting:
                if request.startswith(fault.on):
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._waiting.remove(fault)
                    return fault
        return None

    def _add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)
            self._gates.append(fault.gate)
