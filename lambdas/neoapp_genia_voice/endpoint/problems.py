"""Errors of the domain become answers here, and nowhere else."""

import logging
from math import ceil
from typing import Any

from ekans.errors import (
    BadGateway,
    Conflict,
    GatewayTimeout,
    InvalidRequest,
    NotFound,
    Problem,
    Unavailable,
)

from ..domain.models import error_models as domain

_logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
SATURATED_SECONDS = 30
_OURS = "urn:problem-type:neoapp-genia-voice"


class ConversationNotFound(NotFound):
    """404: nobody spoke under this id."""

    type = f"{_OURS}:unknown-conversation"
    title = "There is no conversation with this id"


class ConversationErased(Problem):
    """410: the conversation of this turn was erased."""

    status = 410
    type = f"{_OURS}:conversation-erased"
    title = "The conversation of this turn was erased"


class KeyConflict(Conflict):
    """409: the key belongs to another turn."""

    type = f"{_OURS}:idempotency-key-reused"
    title = "The Idempotency-Key was used for a different turn"


class TurnIsRunning(Conflict):
    """409: the turn is being taken right now."""

    type = f"{_OURS}:turn-running"
    title = "The turn is being taken right now"


class TurnOutcomeUnknown(Conflict):
    """409: an earlier trial may have been billed."""

    type = f"{_OURS}:turn-outcome-unknown"
    title = "An earlier trial of this turn may have been billed, so it is not repeated"


class AudioUnusable(InvalidRequest):
    """422: no audio is there, or it cannot be understood."""

    type = f"{_OURS}:unusable-audio"
    title = "The audio cannot be used"


class TimestampsUnavailable(InvalidRequest):
    """422: no model here knows timestamps."""

    type = f"{_OURS}:timestamps-unavailable"
    title = "Timestamps cannot be told"


class FormatCannotBeJoined(InvalidRequest):
    """422: the text is too long for this format."""

    type = f"{_OURS}:format-cannot-be-joined"
    title = "The text is too long for this audio format"


class ContentWasRefused(InvalidRequest):
    """422: the partner does not answer to this content."""

    type = f"{_OURS}:content-refused"
    title = "The partner does not answer to this content"


class PartnerThrottled(Unavailable):
    """503: the partner says when it takes more."""

    type = f"{_OURS}:partner-throttled"
    title = "The partner takes no more requests for now, and says until when"


class PartnerSaturated(Unavailable):
    """503: the partner takes no more for now."""

    type = f"{_OURS}:partner-saturated"
    title = "The partner takes no more requests for now"


class PartnerQuotaSpent(Unavailable):
    """503: what we have paid for is used up."""

    type = f"{_OURS}:partner-quota-spent"
    title = "What the partner was paid for is used up"


class PartnerIsDown(Unavailable):
    """503: the partner cannot be reached, or is overloaded."""

    type = f"{_OURS}:partner-down"
    title = "The partner is not available"


class PartnerHasFailed(BadGateway):
    """502: the partner failed while it worked."""

    type = f"{_OURS}:partner-failed"
    title = "The partner failed"


class PartnerStreamCut(BadGateway):
    """502: the partner's answer broke off in the middle."""

    type = f"{_OURS}:partner-stream-cut"
    title = "The partner's answer broke off"


class PartnerHasRefused(BadGateway):
    """502: the partner refuses what we ask, which is ours to mend."""

    type = f"{_OURS}:partner-refused"
    title = "The partner refuses this service's requests"


class PartnerIsSlow(GatewayTimeout):
    """504: the partner did not answer in time."""

    type = f"{_OURS}:partner-slow"
    title = "The partner did not answer in time"


_OF_PARTNER: dict[type[domain.PartnerError], type[Problem]] = {
    domain.Throttled: PartnerThrottled,
    domain.Saturated: PartnerSaturated,
    domain.QuotaSpent: PartnerQuotaSpent,
    domain.PartnerDown: PartnerIsDown,
    domain.PartnerFailed: PartnerHasFailed,
    domain.PartnerSlow: PartnerIsSlow,
    domain.StreamCut: PartnerStreamCut,
    domain.ContentRefused: ContentWasRefused,
    domain.PartnerRefused: PartnerHasRefused,
}
_AFTER: dict[type[domain.PartnerError], int] = {
    domain.Saturated: SATURATED_SECONDS,
    domain.PartnerDown: RETRY_AFTER_SECONDS,
}


def problem_of(error: domain.VoiceError) -> Problem:
    """The answer for an error of the domain."""
    match error:
        case domain.PartnerError():
            return _partner_problem(error)
        case domain.UnknownConversation():
            return ConversationNotFound("it was erased, has expired, or never was at this stage")
        case domain.Erased():
            return ConversationErased("nothing that was said in it is kept")
        case domain.KeyReused():
            return KeyConflict("take a different turn under a key of its own")
        case domain.TurnRunning():
            return TurnIsRunning("ask again", retry_after=max(1, ceil(error.after_seconds)))
        case domain.OutcomeUnknown():
            return TurnOutcomeUnknown(
                "take it under a new key if it may be billed once more",
                extensions={"step": error.step, "outcome_unknown": True},
            )
        case domain.UnusableAudio():
            return AudioUnusable(str(error))
        case domain.NoTimestamps():
            return TimestampsUnavailable("no model that knows them is configured at this stage")
        case domain.CannotJoin():
            return FormatCannotBeJoined(str(error))
        case domain.TryLater():
            _logger.error("cannot serve now: %s", error)
            return Unavailable("try again, with the same key", retry_after=RETRY_AFTER_SECONDS)
        case _:
            raise error


def _partner_problem(error: domain.PartnerError) -> Problem:
    kind = _OF_PARTNER[type(error)]
    _logger.error("the partner did not do what it was asked: %s", error)
    after = _AFTER.get(type(error)) if error.after_seconds is None else ceil(error.after_seconds)
    extensions: dict[str, Any] = {"outcome_unknown": True} if error.billed else {}
    return kind("", retry_after=after, extensions=extensions)
