"""Errors of the domain, and their answers."""

import pytest

from ....domain.models import error_models
from ....domain.models.error_models import (
    IllegalTransition,
    KeyReused,
    NotRefundable,
    OutcomeUnknown,
    PaymentError,
    Refused,
    TryLater,
    UnknownPayment,
)
from ....domain.models.installment_models import NotOffered
from ....endpoint.problems import problem_of

OURS = "urn:problem-type:neoapp-payment"
ANSWERS: list[tuple[PaymentError, int, str]] = [
    (UnknownPayment("id-1"), 404, f"{OURS}:unknown-payment"),
    (KeyReused("key-1"), 409, f"{OURS}:idempotency-key-reused"),
    (NotRefundable("no"), 409, f"{OURS}:not-refundable"),
    (NotOffered("no"), 422, "urn:problem-type:ekans:invalid-request"),
    (TryLater("secret neoapp/hom/pagarme"), 503, "urn:problem-type:ekans:unavailable"),
]
DEFECTS = [IllegalTransition("x"), Refused("code", "reason"), OutcomeUnknown("x")]


@pytest.mark.parametrize(("error", "status", "kind"), ANSWERS)
def test_each_error_has_its_answer(error: PaymentError, status: int, kind: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.type) == (status, kind)
    told = str(problem.as_dict())
    assert all(inner not in told for inner in ("neoapp/hom", "id-1", "key-1"))


def test_only_what_passes_is_to_be_tried_again() -> None:
    assert "Retry-After" in problem_of(NotRefundable("under way", passing=True)).headers
    assert "Retry-After" not in problem_of(NotRefundable("it is failed")).headers
    assert "Retry-After" in problem_of(TryLater("down")).headers


@pytest.mark.parametrize("error", DEFECTS)
def test_what_no_command_lets_out_is_a_defect(error: PaymentError) -> None:
    with pytest.raises(type(error)):
        problem_of(error)


def test_every_error_of_the_domain_is_thought_of() -> None:
    errors = {each for each in vars(error_models).values() if isinstance(each, type)} | {NotOffered}
    thought_of = {PaymentError, *(type(error) for error, _, _ in ANSWERS), *map(type, DEFECTS)}
    assert errors == thought_of
