"""When a banner is shown."""

from datetime import datetime, timedelta

from ekans.notations import in_sao_paulo

from ..models.error_models import BrokenRule, BrokenRules
from ..models.schedule_models import Schedule, Timetable, Weekday
from .clock_operations import moment_of

_WEEK = tuple(Weekday)


def schedule_of(timetable: Timetable) -> Schedule:
    """The schedule that an editor means.

    Raises:
        BrokenRules: a time that São Paulo's clocks never showed or showed twice, or an end that does
            not come after the start.
    """
    starts = moment_of(timetable.starts, "starts")
    ends = None if timetable.ends is None else moment_of(timetable.ends, "ends")
    if ends is not None and ends <= starts:
        raise BrokenRules(
            BrokenRule(("ends",), "ends_before_start", "it must end after it has started")
        )
    opens, closes = timetable.opens, timetable.closes
    hours = None if opens is None or closes is None else (opens, closes)
    return Schedule(starts, ends, timetable.days, hours)


def is_on(schedule: Schedule, moment: datetime) -> bool:
    """Whether a banner with this schedule is shown at `moment`.

    An hour that the clocks show twice counts twice, one that they skip does not count.
    """
    if moment < schedule.starts or (schedule.ends is not None and moment >= schedule.ends):
        return False
    if not schedule.days and schedule.hours is None:
        return True
    local = in_sao_paulo(moment)
    day = local
    if schedule.hours is not None:
        opens, closes = schedule.hours
        now = local.time()
        if opens < closes:
            if not opens <= now < closes:
                return False
        elif closes <= now < opens:
            return False
        elif now < closes:
            # What began in the evening is that day's until it ends.
            day = local - timedelta(days=1)
    return not schedule.days or _WEEK[day.weekday()] in schedule.days


def steady_seconds(schedule: Schedule, moment: datetime, most: int) -> int:
    """How many seconds from `moment` on nothing changes about it.

    Args:
        schedule: of the banner.
        moment: from when on.
        most: seconds after which nobody asks; at most 60.
    """
    now = is_on(schedule, moment)
    # Hours and days change at whole minutes alone, for so do São Paulo's clocks.
    turns = [schedule.starts, moment.replace(second=0, microsecond=0) + timedelta(minutes=1)]
    if schedule.ends is not None:
        turns.append(schedule.ends)
    left = [
        int((turn - moment).total_seconds())
        for turn in turns
        if turn > moment and is_on(schedule, turn) is not now
    ]
    return min([most, *left])
