"""When EventBridge's rules run: what a job may declare as its schedule.

Source: Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules (legacy)".
"""

from __future__ import annotations

_UNITS = ("minute", "hour", "day")
_FIELDS = 6
_DAY_OF_MONTH, _DAY_OF_WEEK = 2, 4


def check_schedule(job: str, rule: str | None, expression: str) -> None:
    """Raises ValueError, which says how to write it, for what no rule of EventBridge takes.

    Numbers inside of `cron(...)` are left to EventBridge.
    """
    if rule is None:
        raise ValueError(
            f"job {job!r} has the schedule {expression!r} and no rule that keeps it; name one, such "
            "as rule='neoapp-{stage}-payment-reconcile'"
        )
    if fault := _fault_of(expression):
        raise ValueError(
            f"job {job!r} has the schedule {expression!r}, which no rule of EventBridge takes: "
            f"{fault}. Write rate(1 minute), rate(12 hours), or, in UTC, cron(minute hour day month "
            "weekday year), such as cron(30 9 * * ? *)"
        )


def _fault_of(expression: str) -> str | None:
    kind, _, rest = expression.partition("(")
    if not rest.endswith(")") or kind not in ("rate", "cron"):
        return "it is neither rate(...) nor cron(...)"
    inside = rest.removesuffix(")")
    return _fault_of_rate(inside) if kind == "rate" else _fault_of_cron(inside)


def _fault_of_rate(inside: str) -> str | None:
    number, _, unit = inside.partition(" ")
    if not (number.isascii() and number.isdecimal()) or int(number) < 1:
        return "a rate begins with a whole number from 1 on"
    singular = unit.removesuffix("s")
    if singular not in _UNITS or (number == "1") != (unit == singular):
        return "a rate is in minutes, hours or days, and 1 has no s"
    return None


def _fault_of_cron(inside: str) -> str | None:
    fields = inside.split()
    if len(fields) != _FIELDS:
        return f"cron has {_FIELDS} fields, not {len(fields)}"
    if (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        return "of day and weekday one is given and the other is ?"
    return None
