"""Runs what is due, by a clock that can be moved."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..clock import Clock
from .schedule_errors import ScheduleInvalid
from .schedules import Scheduled

__all__ = ["Scheduler"]

_logger = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
_CLOSE_SECONDS = 30
# What was slept through or skipped is run, but not without end.
_MOST_AT_ONCE = 1000


@dataclass(slots=True)
class _Planned:
    scheduled: Scheduled
    runs: Iterator[datetime.datetime]
    due: datetime.datetime | None


class Scheduler:
    """A thread that runs schedules; use it as a context manager.

    Args:
        known: every schedule that is switched on now.
        clock: the time that they go by.
    """

    def __init__(self, known: Callable[[], Iterable[Scheduled]], clock: Clock) -> None:
        self._known = known
        self._clock = clock
        self._planned: dict[str, _Planned] = {}
        self._condition = threading.Condition(threading.RLock())
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="scheduler", daemon=True)

    def look(self) -> None:
        """Looks for schedules that are new, changed or due, now."""
        with self._condition:
            self._plan()
            self._condition.notify_all()

    def start(self) -> None:
        """Starts the thread."""
        self._stop_listening = self._clock.on_moved(lambda _seconds: self.look())
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; what was due and did not run yet is forgotten."""
        self._stop_listening()
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._thread.join(timeout=_CLOSE_SECONDS)

    def __enter__(self) -> Scheduler:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _work(self) -> None:
        with self._condition:
            while not self._closed:
                self._plan()
                self._run_due()
                self._condition.wait(self._pause())

    def _pause(self) -> float:
        now = self._clock.date()
        dues = [(each.due - now).total_seconds() for each in self._planned.values() if each.due]
        return max(0.0, min([_LOOK_SECONDS, *dues]))

    def _plan(self) -> None:
        known = {each.name: each for each in self._known()}
        for name in set(self._planned) - set(known):
            del self._planned[name]
        for name, scheduled in known.items():
            planned = self._planned.get(name)
            if planned is None or _changed(planned.scheduled, scheduled):
                self._planned[name] = self._first(scheduled)

    def _first(self, scheduled: Scheduled) -> _Planned:
        try:
            runs = scheduled.runs(self._clock.date())
            return _Planned(scheduled, runs, next(runs, None))
        except ScheduleInvalid as error:
            _logger.warning("%s never runs: %s", scheduled.name, error)
            return _Planned(scheduled, iter(()), None)

    def _run_due(self) -> None:
        now = self._clock.date()
        for planned in self._planned.values():
            for _ in range(_MOST_AT_ONCE):
                if planned.due is None or planned.due > now:
                    break
                _run(planned.scheduled, planned.due)
                planned.due = next(planned.runs, None)
                if planned.due is None:
                    planned.scheduled.finish()


def _changed(before: Scheduled, now: Scheduled) -> bool:
    same = before.of is now.of and before.expression == now.expression
    return not (same and before.settings == now.settings)


def _run(scheduled: Scheduled, due: datetime.datetime) -> None:
    try:
        scheduled.run(due)
    except Exception:
        # A target that is gone, or one that moto has not: the next run is not to suffer from it.
        _logger.exception("%s did not run at %s", scheduled.name, due.isoformat())
