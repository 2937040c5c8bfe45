"""The parts that need no server: idleness, slots, bounded calls, the guard of a wire, imports."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from ...arbok._bounded import bounded
from ...arbok._errors import Place
from ...arbok._idle import Idleness
from ...arbok._limits import Budget, Limits
from ...arbok._link import Link, Retired
from ...arbok._slots import Slots
from ...arbok._watchdog import Guard
from ...arbok.errors import PoolExhausted
from ..support import LIBS

PLACE = Place("stub", "hom", "secret")


class FakeClock:
    """Implements arbok's Clock port: two clocks that are set by hand."""

    def __init__(self) -> None:
        self.wall_now = 1_000_000.0
        self.monotonic_now = 50.0

    def wall(self) -> float:
        return self.wall_now

    def monotonic(self) -> float:
        return self.monotonic_now


class StubLink(Link[int]):
    """Implements the Link port without a server."""

    def __init__(self, number: int) -> None:
        super().__init__(5.0)
        self.number = number
        self.closed = False

    @property
    def raw(self) -> int:
        return self.number

    def begin(self, budget: Budget) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def ping(self) -> None: ...

    def usable(self) -> bool:
        return not self.closed

    def lost(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


class Opener:
    """Makes stub links; `error` is raised instead when set."""

    def __init__(self) -> None:
        self.made: list[StubLink] = []
        self.error: Exception | None = None

    def __call__(self, budget: Budget) -> StubLink:
        if self.error is not None:
            raise self.error
        self.made.append(StubLink(len(self.made)))
        return self.made[-1]


def budget(acquire: float = 5.0) -> Budget:
    return Budget(PLACE, Limits(acquire=acquire), 30.0, "request")


@pytest.mark.parametrize(
    ("wall", "monotonic", "suspect"),
    [
        (1, 1, False),
        (5, 5, False),
        (6, 6, True),  # idle
        (3600, 0, True),  # frozen: the wall clock went on alone
        (0, 6, True),
        (-3600, 1, True),  # the wall clock was set back
        (-0.5, 0.1, False),  # ... by what a correction does
    ],
)
def test_a_connection_is_suspect_when_either_clock_moved_on(
    wall: float, monotonic: float, suspect: bool
) -> None:
    clock = FakeClock()
    idleness = Idleness(5.0, clock)
    idleness.used("1")
    clock.wall_now += wall
    clock.monotonic_now += monotonic
    assert idleness.suspect("1") is suspect


def test_a_connection_is_suspect_in_the_first_block_of_each_invocation() -> None:
    idleness = Idleness(5.0, FakeClock())
    idleness.used("1")
    assert idleness.suspect("2")
    idleness.used("2")
    assert not idleness.suspect("2")


def test_slots_open_no_more_than_their_size_and_use_the_last_one_again() -> None:
    opener = Opener()
    slots = Slots(3, opener)
    links = [slots.take(budget()) for _ in range(3)]
    with pytest.raises(PoolExhausted):
        slots.take(budget(acquire=0.05))
    for link in links:
        slots.give(link, usable=True)
    assert slots.take(budget()) is links[-1]
    assert len(opener.made) == 3


def test_slots_serve_who_waits_in_the_order_of_arrival() -> None:
    slots = Slots(1, Opener())
    first = slots.take(budget())
    served: list[int] = []

    def wait(number: int) -> None:
        link = slots.take(budget())
        served.append(number)
        slots.give(link, usable=True)

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(slots._waiting) <= number:
            time.sleep(0.001)
    slots.give(first, usable=True)
    for thread in threads:
        thread.join(10)
    assert served == [0, 1, 2, 3, 4]


def test_a_broken_connection_gives_its_place_to_who_waits() -> None:
    opener = Opener()
    slots = Slots(1, opener)
    broken = slots.take(budget())
    got: list[StubLink] = []
    thread = threading.Thread(target=lambda: got.append(slots.take(budget())))
    thread.start()
    while not slots._waiting:
        time.sleep(0.001)
    slots.give(broken, usable=False)
    thread.join(10)
    assert got == [opener.made[1]]
    assert broken.closed


def test_a_failed_opening_gives_its_place_back() -> None:
    opener = Opener()
    slots = Slots(1, opener)
    for _ in range(3):
        opener.error = OSError("down")
        with pytest.raises(OSError, match="down"):
            slots.take(budget())
    opener.error = None
    assert slots.take(budget()).number == 0


def test_closed_slots_close_what_is_idle_now_and_the_rest_later() -> None:
    slots = Slots(2, Opener())
    used, idle = slots.take(budget()), slots.take(budget())
    slots.give(idle, usable=True)
    slots.close()
    assert (used.closed, idle.closed) == (False, True)
    slots.give(used, usable=True)
    assert used.closed
    with pytest.raises(Retired):
        slots.take(budget())


def test_who_waits_when_the_slots_close_is_told() -> None:
    slots = Slots(1, Opener())
    slots.take(budget())
    told: list[Exception] = []

    def wait() -> None:
        try:
            slots.take(budget())
        except Retired as error:
            told.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    while not slots._waiting:
        time.sleep(0.001)
    slots.close()
    thread.join(10)
    assert len(told) == 1


def test_slots_survive_many_threads_without_losing_a_place() -> None:
    slots = Slots(3, Opener())

    def work(number: int) -> None:
        for turn in range(100):
            slots.give(slots.take(budget()), usable=(turn + number) % 5 != 0)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert slots._opened == len(slots._idle)
    assert [slots.take(budget()) for _ in range(3)]


def test_a_bounded_call_returns_what_the_call_returns_or_raises() -> None:
    assert bounded(lambda: 7, 5.0, print) == 7
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 // 0, 5.0, print)


def test_a_result_that_comes_too_late_is_discarded() -> None:
    go, gone = threading.Event(), threading.Event()

    def slow() -> str:
        go.wait(10)
        return "late"

    discarded: list[str] = []

    def discard(value: str) -> None:
        discarded.append(value)
        gone.set()

    with pytest.raises(TimeoutError):
        bounded(slow, 0.01, discard)
    go.set()
    assert gone.wait(10)
    assert discarded == ["late"]


class FakeWire:
    """Implements the Cuttable port."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def cut(self) -> None:
        self.ended.set()


def test_a_guard_cuts_what_is_due_and_nothing_else() -> None:
    wires = [FakeWire() for _ in range(3)]
    guards = [Guard(wire) for wire in wires]
    now = time.monotonic()
    guards[0].arm(now + 60)
    guards[1].arm(now + 0.05)
    guards[2].arm(now + 0.02)
    guards[2].disarm()
    assert wires[1].ended.wait(10)
    assert [guard.fired for guard in guards] == [False, True, False]
    for guard in guards:
        guard.dismiss()


def loaded_by(code: str) -> set[str]:
    program = f"import sys; sys.path[:0] = {[LIBS, *sys.path]!r}\n{code}\nprint(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return set(ran.stdout.split())


DRIVERS = {"psycopg", "psycopg_pool", "pymongo", "bson", "pyodbc"}


@pytest.mark.parametrize(
    ("module", "drivers"),
    [
        ("mew.core, mew.config, mew.jobs", set()),
        ("mew.arbok.errors", set()),
        ("mew.arbok.postgres", {"psycopg"}),
        ("mew.arbok.mongo", {"pymongo", "bson"}),
        ("mew.arbok.odbc", {"pyodbc"}),
    ],
)
def test_a_module_loads_its_own_driver_and_no_other(module: str, drivers: set[str]) -> None:
    assert loaded_by(f"import {module}") & DRIVERS == drivers


@pytest.mark.parametrize("module", ["postgres", "mongo", "odbc"])
def test_importing_a_driver_s_module_starts_no_thread_and_opens_no_socket(module: str) -> None:
    code = (
        f"import mew.arbok.{module} as module, os, threading\n"
        "module.open('a/{stage}/b')\n"
        "assert threading.active_count() == 1\n"
        "links = [os.readlink(f'/proc/self/fd/{fd}') for fd in range(3, 20) "
        "if os.path.exists(f'/proc/self/fd/{fd}')]\n"
        "assert not any('socket' in link for link in links), links"
    )
    loaded_by(code)


@pytest.mark.parametrize("module", ["postgres", "mongo", "odbc"])
def test_the_three_modules_have_the_same_surface(module: str) -> None:
    import importlib

    exported = importlib.import_module(f"mew.arbok.{module}").__all__
    assert {"Health", "Limits", "close_all", "open"} <= set(exported)
