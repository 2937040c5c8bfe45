"""Every error of the domain has its answer."""

import pytest

from ekans.errors import Problem

from ....domain.models import error_models
from ....domain.models.error_models import PartnerError, TurnRunning, VoiceError
from ....endpoint import problems
from ....endpoint.problems import problem_of


def leaves(kind: type[VoiceError]) -> list[type[VoiceError]]:
    """The errors of the tree that something raises."""
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [kind]


def raised(kind: type[VoiceError]) -> VoiceError:
    return kind(2.4) if kind is TurnRunning else kind("um segredo")


SHOWN = {error_models.UnusableAudio, error_models.CannotJoin}


@pytest.mark.parametrize("kind", leaves(VoiceError))
def test_each_error_is_a_problem_of_its_own(kind: type[VoiceError]) -> None:
    others = [problem_of(raised(other)).type for other in leaves(VoiceError) if other is not kind]
    problem = problem_of(raised(kind))
    assert problem.type not in others
    assert 400 <= problem.status < 600
    assert ("segredo" in str(problem.as_dict())) is (
        kind in SHOWN or kind is error_models.OutcomeUnknown
    )


@pytest.mark.parametrize("kind", leaves(PartnerError))
def test_whether_the_partner_may_have_billed_is_told(kind: type[PartnerError]) -> None:
    assert problem_of(kind("", billed=True)).as_dict()["outcome_unknown"] is True
    assert "outcome_unknown" not in problem_of(kind("")).as_dict()


def test_who_shall_come_back_is_told_when() -> None:
    assert problem_of(TurnRunning(2.4)).headers["Retry-After"] == "3"
    after = error_models.Throttled("", after_seconds=0.2)
    assert problem_of(after).headers["Retry-After"] == "1"


def test_types_are_stable() -> None:
    found = {
        kind.type.rpartition(":")[2]
        for kind in vars(problems).values()
        if isinstance(kind, type)
        and issubclass(kind, Problem)
        and "neoapp-genia-voice" in kind.type
    }
    assert found == {
        "conversation-erased",
        "content-refused",
        "format-cannot-be-joined",
        "idempotency-key-reused",
        "partner-down",
        "partner-failed",
        "partner-quota-spent",
        "partner-refused",
        "partner-saturated",
        "partner-slow",
        "partner-stream-cut",
        "partner-throttled",
        "timestamps-unavailable",
        "turn-outcome-unknown",
        "turn-running",
        "unknown-conversation",
        "unusable-audio",
    }
