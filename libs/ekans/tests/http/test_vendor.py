"""Every error of the vendor has a meaning, and a new one fails here."""

import ssl
from types import ModuleType

import httpcore2
import httpx2
import pytest

from ekans import http
from ekans._http.transport import SAME_IN_HTTPX
from ekans._http.vendor import VERDICTS, verdict_on
from ekans.http import ServiceError, Unreachable
from mew.errors import MewError


def exceptions_of(module: ModuleType) -> set[type[Exception]]:
    found = {getattr(module, name) for name in module.__all__ if not name.startswith("__")}
    return {one for one in found if isinstance(one, type) and issubclass(one, Exception)}


def test_every_error_that_httpx2_exports_has_a_verdict() -> None:
    assert exceptions_of(httpx2) - set(VERDICTS) == set()


def test_every_verdict_is_on_an_error_that_httpx2_still_exports() -> None:
    assert set(VERDICTS) - exceptions_of(httpx2) == set()


def test_every_error_of_the_connections_below_has_its_name_in_httpx2() -> None:
    # The pool answers this one itself: it takes another connection.
    below = exceptions_of(httpcore2) - {httpcore2.ConnectionNotAvailable}
    assert below == set(SAME_IN_HTTPX)
    assert all(kind.__name__ == same.__name__ for kind, same in SAME_IN_HTTPX.items())


@pytest.mark.parametrize("kind", VERDICTS, ids=lambda kind: kind.__name__)
def test_what_was_not_sent_is_never_called_unknown(kind: type[Exception]) -> None:
    verdict = VERDICTS[kind]
    assert issubclass(verdict.kind, ServiceError)
    assert not (issubclass(verdict.kind, http.NotSent) and verdict.sent)


def test_a_kind_that_nobody_heard_of_is_its_family() -> None:
    class NewReadError(httpx2.ReadError):
        pass

    assert verdict_on(NewReadError("x")) is VERDICTS[httpx2.ReadError]


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    error = httpx2.ConnectError("x")
    assert verdict_on(error).transient
    error.__cause__ = ssl.SSLCertVerificationError("expired")
    assert (verdict_on(error).kind, verdict_on(error).transient) == (Unreachable, False)


def test_every_error_is_in_the_tree_drawn_at_the_top_of_its_module() -> None:
    from ekans._http import errors

    drawn = errors.__doc__ or ""
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), MewError)
        assert name in drawn
        assert name in http.__all__
