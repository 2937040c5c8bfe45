from __future__ import annotations

import datetime

from pipeline.local import clock


class Clock(clock.Clock):
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        noon = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
        super().__init__(lambda: 1000.0, lambda: noon)
