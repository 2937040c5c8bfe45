"""How long to wait before a call is repeated.

Source documents: RFC 9110 "HTTP Semantics", section 10.2.3 (Retry-After); AWS Architecture Blog,
"Exponential Backoff And Jitter" (full jitter).
"""

import random

from ekans._http.limits import Limits

LONGEST_RETRY_AFTER = 86_400.0


def jittered(limits: Limits, attempt: int) -> float:
    """Random seconds before the attempt after `attempt`, so that many clients come back apart."""
    most = min(limits.longest_backoff, limits.backoff * 2.0 ** min(attempt - 1, 30))
    return random.uniform(0, most)  # noqa: S311


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that a `Retry-After` asks to wait, at most a day; None when it says nothing readable.

    Args:
        value: the header: seconds, or a date.
        now: seconds since the epoch.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_RETRY_AFTER)
    from email.utils import parsedate_to_datetime

    try:
        # OverflowError: a year that no clock of this machine can tell.
        at = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, at - now), LONGEST_RETRY_AFTER)
