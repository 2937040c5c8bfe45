"""Errors of the domain, and their answers."""

import pytest

from ....domain.models import error_models
from ....domain.models.error_models import (
    BannerChanged,
    BannerError,
    BrokenRule,
    BrokenRules,
    KeyReused,
    NoPicture,
    RefusedImage,
    TryLater,
    UnknownBanner,
)
from ....endpoint.problems import problem_of

ANSWERS: list[tuple[BannerError, int, str]] = [
    (BrokenRules(BrokenRule(("ends",), "c", "m")), 422, "urn:problem-type:ekans:invalid-request"),
    (RefusedImage("truncated", "r"), 422, "urn:problem-type:neoapp-banner:image-refused"),
    (NoPicture("no_picture", "r"), 415, "urn:problem-type:neoapp-banner:no-picture"),
    (UnknownBanner("id-1"), 404, "urn:problem-type:neoapp-banner:unknown-banner"),
    (BannerChanged("id-1"), 412, "urn:problem-type:ekans:precondition-failed"),
    (KeyReused(), 409, "urn:problem-type:neoapp-banner:idempotency-key-reused"),
    (TryLater("secret neoapp/hom/banner-database"), 503, "urn:problem-type:ekans:unavailable"),
]


@pytest.mark.parametrize(("error", "status", "kind"), ANSWERS)
def test_each_error_has_its_answer(error: BannerError, status: int, kind: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.type) == (status, kind)
    assert "neoapp/hom" not in str(problem.as_dict())


def test_a_refused_picture_is_told_the_reason_and_its_code() -> None:
    told = problem_of(RefusedImage("truncated", "it ends too early")).as_dict()
    assert told["detail"] == "it ends too early"
    assert told["errors"][0]["code"] == "truncated"


def test_every_error_of_the_domain_is_thought_of() -> None:
    """Fails when the domain gets a new error, which then needs an answer."""
    errors = {
        value
        for value in vars(error_models).values()
        if isinstance(value, type) and issubclass(value, BannerError)
    }
    assert errors == {BannerError, *(type(error) for error, _, _ in ANSWERS)}
