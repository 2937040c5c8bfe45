"""What httpx2's errors mean. Mapped here and nowhere else; a test fails when it adds one."""

import ssl
from typing import NamedTuple

import httpx2

from ekans._http.errors import (
    BadAnswer,
    BadCall,
    ConnectionLost,
    ServiceError,
    TimedOut,
    Unreachable,
)


class Verdict(NamedTuple):
    """What an error of the vendor means.

    kind: the error that the caller sees.  said: what happened.  sent: False when it is certain that
    nothing reached the service.  transient: whether trying again may help.  alive: see ServiceError.
    """

    kind: type[ServiceError]
    said: str
    sent: bool
    transient: bool
    alive: bool | None = None


_NO_CONNECTION = Verdict(
    Unreachable, "no connection could be opened", sent=False, transient=True, alive=False
)
_BROKE = Verdict(ConnectionLost, "the connection broke", sent=True, transient=True, alive=False)
_SLOW = Verdict(TimedOut, "it was silent for too long", sent=True, transient=True, alive=False)
_UNSENDABLE = Verdict(BadCall, "the request cannot be sent", sent=False, transient=False)
_UNREADABLE = Verdict(BadAnswer, "the answer cannot be decoded", sent=True, transient=False)
# Programming errors in the use of a stream; all that is certain is that repeating does not help.
_MISUSE = Verdict(BadAnswer, "the answer's stream was misused", sent=True, transient=False)

VERDICTS: dict[type[Exception], Verdict] = {
    httpx2.ConnectError: _NO_CONNECTION,
    httpx2.ConnectTimeout: _NO_CONNECTION._replace(said="no connection was open in time"),
    httpx2.ProxyError: _NO_CONNECTION,
    httpx2.PoolTimeout: Verdict(
        TimedOut, "all connections were in use for too long", sent=False, transient=True
    ),
    httpx2.ReadTimeout: _SLOW,
    httpx2.WriteTimeout: _SLOW,
    httpx2.ReadError: _BROKE,
    httpx2.WriteError: _BROKE,
    httpx2.CloseError: _BROKE,
    httpx2.RemoteProtocolError: _BROKE._replace(said="the answer broke off or is no HTTP"),
    httpx2.LocalProtocolError: _UNSENDABLE,
    httpx2.UnsupportedProtocol: _UNSENDABLE,
    httpx2.InvalidURL: _UNSENDABLE,
    httpx2.DecodingError: _UNREADABLE,
    httpx2.TooManyRedirects: _UNREADABLE,
    httpx2.SSEError: _UNREADABLE,
    httpx2.HTTPStatusError: _UNREADABLE,
    httpx2.CookieConflict: _UNREADABLE,
    httpx2.StreamConsumed: _MISUSE,
    httpx2.StreamClosed: _MISUSE,
    httpx2.ResponseNotRead: _MISUSE,
    httpx2.RequestNotRead: _MISUSE,
    # The families: for whatever another transport raises.
    httpx2.TimeoutException: _SLOW,
    httpx2.NetworkError: _BROKE,
    httpx2.ProtocolError: _BROKE,
    httpx2.TransportError: _BROKE,
    httpx2.RequestError: _BROKE,
    httpx2.HTTPError: _BROKE,
    httpx2.StreamError: _MISUSE,
}
VENDOR_ERRORS = tuple(VERDICTS)


def verdict_on(error: Exception) -> Verdict:
    """What `error`, one of VENDOR_ERRORS, means."""
    found = next(VERDICTS[kind] for kind in type(error).__mro__ if kind in VERDICTS)
    if found.kind is Unreachable and _refused_certificate(error):
        said = "its TLS certificate is not trusted: check the host name and the date"
        return found._replace(said=said, transient=False)
    return found


def _refused_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
