"""A schedule that AWS would not take."""

from __future__ import annotations

from ..errors import UsageError

__all__ = ["ScheduleInvalid"]


class ScheduleInvalid(UsageError):
    """An expression, or a time zone, that says nothing."""
