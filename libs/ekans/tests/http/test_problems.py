"""What the caller of an API sees when a service behind it failed."""

import pytest

from ekans import http
from ekans.http import Reply, ServiceError, problem_of

REPLY = Reply(500, {}, b"hunter2")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (http.CircuitOpen("x", retry_after=1.2), 503),
        (http.Throttled("x", REPLY, retry_after=1.2), 503),
        (http.Unreachable("x", retry_after=1.2), 503),
        (http.TimedOut("x"), 504),
        (http.ConnectionLost("x"), 502),
        (http.BadAnswer("x"), 502),
        (http.Failed("x", REPLY), 502),
        (http.Denied("x", REPLY), 502),
        (http.Rejected("x", REPLY), 502),
        (http.BadCall("x"), 502),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_failure_behind_is_told_without_a_name(error: ServiceError, status: int) -> None:
    problem = problem_of(error)
    assert problem.status == status
    assert "hunter2" not in str(problem.as_dict())
    if error.retry_after is not None:
        assert problem.headers == {"Retry-After": "2"}


@pytest.mark.parametrize(
    "error",
    [
        http.ConnectionLost("x", outcome_unknown=True),
        http.TimedOut("x", outcome_unknown=True),
        http.Unreachable("x", outcome_unknown=True),
        http.Throttled("x", REPLY, outcome_unknown=True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_outcome_that_nobody_knows_is_said(error: ServiceError) -> None:
    assert problem_of(error).as_dict()["outcome_unknown"] is True
