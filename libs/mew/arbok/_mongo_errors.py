"""pymongo's errors, judged.

Sources: PyMongo documentation, "errors - Exceptions raised by the pymongo package"; MongoDB manual,
"Error Codes"; MongoDB specifications, "Server Discovery And Monitoring" (not-primary and shutdown
codes) and "Transactions" (error labels).
"""

from __future__ import annotations

from bson.errors import BSONError
from pymongo import errors

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
from .errors import PoolExhausted

_CODES: dict[int, Verdict] = {
    18: REFUSED,  # AuthenticationFailed
    24: RACE,  # LockTimeout
    50: TIMED_OUT,  # MaxTimeMSExpired
    112: RACE,  # WriteConflict
    225: RACE,  # TransactionTooOld
    251: RACE,  # NoSuchTransaction: the server gave the transaction up
    262: TIMED_OUT,  # ExceededTimeLimit
    8000: REFUSED,  # AtlasError, which Atlas answers to bad credentials
    11000: DUPLICATE,
    11001: DUPLICATE,
    12582: DUPLICATE,
    **dict.fromkeys((6, 7, 89, 9001), UNAVAILABLE),  # network errors between servers
    **dict.fromkeys((91, 189, 10107, 11600, 11602, 13435, 13436), UNAVAILABLE),  # no primary
    **dict.fromkeys((63, 150, 13388), BUSY),  # stale routing
}
# The first that fits counts.
_CLASSES: tuple[tuple[type[BaseException], Verdict], ...] = (
    (errors.WaitQueueTimeoutError, Verdict(PoolExhausted, repeatable=True)),
    (errors.NetworkTimeout, TIMED_OUT._replace(lost=True)),
    (errors.ConnectionFailure, UNAVAILABLE),
    (errors.ExecutionTimeout, TIMED_OUT),
    (errors.WTimeoutError, TIMED_OUT._replace(unknown=True)),
    (errors.WriteConcernError, Verdict(UNAVAILABLE.kind, unknown=True)),
    (errors.CursorNotFound, BUSY),
    (errors.DuplicateKeyError, DUPLICATE),
    (errors.OperationFailure, INVALID),
    (errors.ProtocolError, UNAVAILABLE),
    (errors.ConfigurationError, INVALID),
    (errors.CollectionInvalid, CONFLICT),
    (errors.EncryptionError, INVALID),
    (errors.InvalidName, INVALID),
    (errors.InvalidOperation, INVALID),
    (BSONError, INVALID),
)


def judge(error: BaseException) -> Verdict | None:
    """What an error of pymongo or bson means; None for one of somebody else's."""
    if isinstance(error, BSONError):
        return INVALID
    if not isinstance(error, errors.PyMongoError):
        return None
    found = _by_code(error) or by_class(error) or UNAVAILABLE
    if error.has_error_label("UnknownTransactionCommitResult"):
        return found._replace(unknown=True, repeatable=False)
    if error.has_error_label("TransientTransactionError"):
        return found._replace(repeatable=True)
    return found


def _by_code(error: BaseException) -> Verdict | None:
    if not isinstance(error, errors.OperationFailure | errors.NotPrimaryError):
        return None
    code = _code(error)
    if code == 13 and "requires authentication" in str(error):
        return REFUSED._replace(code="13")
    if code is None:
        return None
    return (_CODES.get(code) or by_class(error) or INVALID)._replace(code=str(code))


def by_class(error: BaseException) -> Verdict | None:
    """The verdict on the error's class alone; None for a class that is not known here."""
    return next((verdict for kind, verdict in _CLASSES if isinstance(error, kind)), None)


def _code(error: errors.OperationFailure | errors.NotPrimaryError) -> int | None:
    """The server's code; of a bulk write, that of its first failed write."""
    details = error.details if isinstance(error.details, dict) else {}
    for failed in details.get("writeErrors", ()):
        if isinstance(failed, dict) and isinstance(failed.get("code"), int):
            return int(failed["code"])
    code = details.get("code", getattr(error, "code", None))
    return code if isinstance(code, int) else None
