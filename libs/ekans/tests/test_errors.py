"""Problem details."""

import pytest

from ekans import errors
from ekans.errors import InvalidRequest, NotFound, Problem, Unavailable, Violation

KINDS = sorted(set(errors.__all__) - {"Problem", "Violation"})


def test_a_problem_has_the_members_of_the_standard() -> None:
    problem = NotFound("no order has the id 7", extensions={"order": 7, "status": "forged"})
    assert problem.as_dict() == {
        "type": "urn:problem-type:ekans:not-found",
        "title": "There is no such resource",
        "status": 404,
        "detail": "no order has the id 7",
        "order": 7,
    }


def test_violations_are_named_one_by_one() -> None:
    problem = InvalidRequest.naming([Violation("too long", "#/a"), Violation("no", "#/b", "query")])
    assert problem.detail == "2 rules are broken"
    assert problem.as_dict()["errors"] == [
        {"in": "body", "pointer": "#/a", "code": "invalid", "detail": "too long"},
        {"in": "query", "pointer": "#/b", "code": "invalid", "detail": "no"},
    ]


def test_of_very_many_violations_a_hundred_are_named() -> None:
    problem = InvalidRequest.naming([Violation("x", f"#/{n}") for n in range(1000)])
    assert len(problem.errors) == 100
    assert problem.detail == "1000 rules are broken; the first 100 are named"


def test_who_may_try_again_is_told_when() -> None:
    assert Unavailable("down", retry_after=7).headers == {"Retry-After": "7"}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_status_and_a_type_of_its_own(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, Problem)
    assert kind.type.startswith("urn:problem-type:ekans:")
    assert 400 <= kind.status < 600
    others = [getattr(errors, other) for other in KINDS if other != name]
    assert kind.type not in {other.type for other in others}
    assert kind.status not in {other.status for other in others}


def test_the_types_are_what_callers_know() -> None:
    """Published types never change: a caller branches on them."""
    assert {getattr(errors, name).type.rpartition(":")[2] for name in KINDS} == {
        "bad-gateway",
        "bad-request",
        "conflict",
        "forbidden",
        "gateway-timeout",
        "internal-error",
        "invalid-request",
        "method-not-allowed",
        "not-found",
        "precondition-failed",
        "precondition-missing",
        "too-large",
        "too-many-requests",
        "unauthorized",
        "unavailable",
        "unsupported-media-type",
    }
