"""São Paulo's clocks: which moment a time that they show is.

Until February 2019 they went forward by an hour in spring, so that an hour was never shown, and back
in autumn, so that one was shown twice. Should summer time return, the time zone data will say so.

Source documents: IANA Time Zone Database, "America/Sao_Paulo"; Decreto 9.772/2019.
"""

from datetime import UTC, datetime, timedelta, timezone

from ekans.notations import in_sao_paulo

from ..models.error_models import BrokenRule, BrokenRules

# All that São Paulo has had since 1914: standard time and summer time.
_OFFSETS = (timedelta(hours=-3), timedelta(hours=-2))


def moments_of(wall: datetime) -> tuple[datetime, ...]:
    """The moments, in UTC, at which São Paulo's clocks show `wall`: none, one or two.

    Args:
        wall: without an offset, from 1914 on.

    Raises:
        ValueError: before 2019, where there is no time zone data.
    """
    candidates = (wall.replace(tzinfo=timezone(offset)) for offset in _OFFSETS)
    return tuple(
        sorted(
            moment.astimezone(UTC)
            for moment in candidates
            if in_sao_paulo(moment).replace(tzinfo=None) == wall
        )
    )


def moment_of(told: datetime, field: str) -> datetime:
    """The moment, in UTC, that an editor means.

    Args:
        told: with an offset that moment; without one, what São Paulo's clocks show.
        field: its place in the request, for errors.

    Raises:
        BrokenRules: the clocks never showed it, or showed it twice.
    """
    if told.utcoffset() is not None:
        return told.astimezone(UTC)
    found = moments_of(told)
    if len(found) == 1:
        return found[0]
    if found:
        both = " or ".join(in_sao_paulo(moment).isoformat() for moment in found)
        raise BrokenRules(
            BrokenRule(
                (field,),
                "time_ambiguous",
                f"São Paulo's clocks went back and showed {told:%H:%M} twice: say {both}",
            )
        )
    after = in_sao_paulo(told.replace(tzinfo=timezone(_OFFSETS[0])))
    raise BrokenRules(
        BrokenRule(
            (field,),
            "time_skipped",
            f"São Paulo's clocks went forward and never showed {told:%H:%M} on that day: "
            f"say {after.replace(tzinfo=None).isoformat()}",
        )
    )
