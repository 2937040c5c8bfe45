"""What SQLSTATEs mean, for PostgreSQL's own driver and for ODBC.

Sources: PostgreSQL documentation, Appendix A "PostgreSQL Error Codes"; Microsoft ODBC Programmer's
Reference, Appendix A "ODBC Error Codes".
"""

from __future__ import annotations

from ._errors import (
    BUSY,
    CONFLICT,
    DUPLICATE,
    INVALID,
    RACE,
    REFUSED,
    TIMED_OUT,
    UNAVAILABLE,
    Verdict,
)

# By class, the first two characters.
_CLASSES: dict[str, Verdict] = {
    "01": INVALID,  # a warning that was raised all the same
    "02": INVALID,
    "03": INVALID,
    "07": INVALID,
    "08": UNAVAILABLE,
    "09": INVALID,
    "0A": INVALID,
    "0B": INVALID,
    "0F": INVALID,
    "0L": INVALID,
    "0P": INVALID,
    "0Z": INVALID,
    "10": INVALID,
    "20": INVALID,
    "21": INVALID,
    "22": INVALID,
    "23": INVALID,
    "24": INVALID,
    "25": INVALID,
    "26": INVALID,
    "27": INVALID,
    "28": REFUSED,
    "2B": INVALID,
    "2D": INVALID,
    "2F": INVALID,
    "34": INVALID,
    "38": INVALID,
    "39": INVALID,
    "3B": INVALID,
    "3C": INVALID,
    "3D": INVALID,
    "3F": INVALID,
    "40": RACE,
    "42": INVALID,
    "44": INVALID,
    "53": BUSY,
    "54": INVALID,
    "55": INVALID,
    "57": UNAVAILABLE,
    "58": UNAVAILABLE,
    "72": RACE,
    "F0": UNAVAILABLE,
    "HV": INVALID,
    "HY": INVALID,
    "IM": INVALID,
    "P0": INVALID,
    "XX": UNAVAILABLE,
}

_CODES: dict[str, Verdict] = {
    "08007": UNAVAILABLE._replace(unknown=True, repeatable=False),  # lost during a commit
    "23000": CONFLICT,  # drivers that do not tell one constraint from another
    "23001": CONFLICT,
    "23503": CONFLICT,
    "23505": DUPLICATE,
    "23P01": CONFLICT,
    "25P03": TIMED_OUT._replace(lost=True),
    "25P04": TIMED_OUT._replace(lost=True),
    "40002": CONFLICT,
    "40003": UNAVAILABLE._replace(unknown=True, repeatable=False),
    "55006": RACE,
    "55P03": RACE,
    "57014": TIMED_OUT,
    "57P04": UNAVAILABLE._replace(repeatable=False),  # the database was dropped
    "HY008": TIMED_OUT,
    "HYT00": TIMED_OUT,
    "HYT01": TIMED_OUT._replace(lost=True),
}


def verdict_of(sqlstate: str) -> Verdict | None:
    """The verdict on an SQLSTATE; None for one of a class that is not known here."""
    found = _CODES.get(sqlstate) or _CLASSES.get(sqlstate[:2])
    return None if found is None else found._replace(code=sqlstate)
