"""The schedules, and the clock that they go by."""

from __future__ import annotations

import datetime

from werkzeug.exceptions import BadRequest
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from .site import Site

__all__ = ["move_clock", "show"]

_MAX_MINUTES = 366 * 24 * 60


def show(site: Site, request: Request) -> Response:
    """The page."""
    return site.render(
        "schedules",
        schedules=site.cloud.schedules(),
        now=site.cloud.now(),
        max_minutes=_MAX_MINUTES,
        may_move=site.access.granted(request),
    )


def move_clock(site: Site, request: Request) -> Response:
    """Sets the clock forward by the form's `minutes`."""
    minutes = request.form.get("minutes", 0, type=int)
    if not 1 <= minutes <= _MAX_MINUTES:
        raise BadRequest(f"The clock moves by 1 to {_MAX_MINUTES:,} whole minutes at a time.")
    site.cloud.move_clock(datetime.timedelta(minutes=minutes))
    return redirect("/schedules", 303)
