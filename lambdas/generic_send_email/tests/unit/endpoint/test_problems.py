"""Errors of the domain, and their answers."""

import pytest

from ....domain.models import error_models
from ....domain.models.error_models import (
    BrokenRule,
    BrokenRules,
    EmailError,
    KeyReused,
    OutcomeUnknown,
    Rejected,
    TryLater,
    UnknownEmail,
)
from ....endpoint.problems import problem_of


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (
            BrokenRules((BrokenRule(("to",), "recipients", "nobody"),)),
            422,
            "urn:problem-type:ekans:invalid-request",
        ),
        (KeyReused(), 409, "urn:problem-type:generic-send-email:idempotency-key-reused"),
        (UnknownEmail("id-1"), 404, "urn:problem-type:generic-send-email:unknown-email"),
        (TryLater("table t answered X"), 503, "urn:problem-type:ekans:unavailable"),
        (OutcomeUnknown("no answer"), 503, "urn:problem-type:ekans:unavailable"),
    ],
)
def test_each_error_has_its_answer(error: EmailError, status: int, kind: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.type) == (status, kind)


def test_a_broken_rule_is_named_by_its_place() -> None:
    rule = BrokenRule(("attachments", 0, "key"), "attachment", "nothing lies under this key")
    assert problem_of(BrokenRules((rule,))).as_dict()["errors"] == [
        {
            "in": "body",
            "pointer": "#/attachments/0/key",
            "code": "attachment",
            "detail": "nothing lies under this key",
        }
    ]


def test_who_must_wait_is_told_how_long_and_not_why() -> None:
    problem = problem_of(TryLater("table generic-hom-send-email answered AccessDenied"))
    assert problem.headers["Retry-After"] == "5"
    assert "generic-hom" not in str(problem.as_dict())


def test_what_no_request_can_raise_is_a_defect() -> None:
    with pytest.raises(Rejected):
        problem_of(Rejected("code", "reason"))


def test_every_error_of_the_domain_is_thought_of() -> None:
    """Fails when the domain gets a new error, which then needs an answer."""
    errors = {
        name
        for name, value in vars(error_models).items()
        if isinstance(value, type) and issubclass(value, EmailError)
    }
    assert errors == {
        "BrokenRules",
        "EmailError",
        "KeyReused",
        "OutcomeUnknown",
        "Rejected",
        "TryLater",
        "UnknownEmail",
    }
