"""OpenAI's API: how it is called, and what its failures mean.

Source documents: OpenAI API reference; OpenAI guides, "Error codes" and "Rate limits".

No call is repeated here: each is billed, the API knows no Idempotency-Key, and what a lost answer
cost is not to be had. Whether a failure was billed is told with it, and the domain decides.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from ekans.http import (
    BadAnswer,
    BadStatus,
    CircuitOpen,
    ConnectionLost,
    Denied,
    Failed,
    Limits,
    NotSent,
    ServiceClient,
    ServiceError,
    TimedOut,
)
from ekans.http import Throttled as TooMany

from ...domain.models.error_models import (
    ContentRefused,
    PartnerDown,
    PartnerError,
    PartnerFailed,
    PartnerRefused,
    PartnerSlow,
    QuotaSpent,
    Saturated,
    StreamCut,
    Throttled,
)

# Speech of 4,096 characters as wav is about 15 MB; a model may think for long before it answers. The
# margin is for noting how a turn ended.
LIMITS = Limits(silence=30.0, call=55.0, attempts=2, answer_bytes=64 * 1024 * 1024, margin=2.0)
CONTENT_CODES = frozenset(
    {"invalid_prompt", "content_policy_violation", "content_filter", "moderation_blocked"}
    | {"bio_policy"}
)
_QUOTA_WORDS = ("quota", "billing", "balance", "spend_limit")


class ApiKey(Protocol):
    """The key of the running stage."""

    def __call__(self, *, fresh: bool) -> str:
        """The key. fresh: the one before was refused, so read the secret again."""


def client_of(url: str, api_key: ApiKey) -> ServiceClient:
    """A client for the running request or job.

    Args:
        url: of the API, without a slash at the end.
        api_key: gives the key.
    """

    def credentials(*, fresh: bool) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {api_key(fresh=fresh)}"}

    return ServiceClient("openai", url, credentials=credentials, limits=LIMITS)


@contextmanager
def trouble_with_openai() -> Iterator[None]:
    """Have any error of a call inside the block become a PartnerError."""
    try:
        yield
    except ServiceError as error:
        raise _meaning(error) from error


def _meaning(error: ServiceError) -> PartnerError:
    said, after, billed = str(error), error.retry_after, error.outcome_unknown
    match error:
        case TooMany():
            refusal = refusal_of(error_of(error), said)
            if isinstance(refusal, QuotaSpent):
                return refusal
            return Saturated(said) if after is None else Throttled(said, after_seconds=after)
        case NotSent() if isinstance(error, CircuitOpen) or error.repeatable:
            return PartnerDown(said, after_seconds=after)
        case Failed() if error.status == 503:
            # "Overloaded": it was turned away at the door.
            return PartnerDown(said, after_seconds=after)
        case TimedOut():
            return PartnerSlow(said, billed=billed)
        case ConnectionLost():
            return StreamCut(said, billed=billed)
        case Failed() | BadAnswer():
            return PartnerFailed(said, billed=True)
        case BadStatus() if not isinstance(error, Denied):
            return refusal_of(error_of(error), said)
        case _:
            return PartnerRefused(said, billed=billed)


def refusal_of(code: str, said: str) -> PartnerError:
    """What an error's code means; nothing was done, so nothing is billed."""
    if code in CONTENT_CODES:
        return ContentRefused(said)
    if any(word in code for word in _QUOTA_WORDS):
        return QuotaSpent(said)
    if code == "rate_limit_exceeded":
        return Saturated(said)
    return PartnerRefused(f"{said} ({code})" if code else said)


def error_of(error: BadStatus, name: str = "code") -> str:
    """A member of the error that the API tells; empty when it tells none."""
    try:
        told: Any = error.reply.json()["error"][name]
    except (BadAnswer, KeyError, TypeError):
        return ""
    # A code names a kind of error and nothing of the content; what else may come is cut off.
    return str(told or "")[:64]
