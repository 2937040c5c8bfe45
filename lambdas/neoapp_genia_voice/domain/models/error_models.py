"""Everything that can go wrong here in the words of the domain.

VoiceError
├── UnknownConversation  nobody spoke under this id, or it was erased or has expired
├── Erased               the conversation of this turn was erased
├── KeyReused            the idempotency key belongs to a different turn
├── TurnRunning          the turn is being taken right now
├── OutcomeUnknown       an earlier trial may have been billed, so it is not repeated
├── UnusableAudio        no audio is there, or it cannot be understood
├── NoTimestamps         no model that knows timestamps is configured
├── CannotJoin           parts of this audio format cannot be joined
├── TryLater             something of ours (database, bucket) is down or busy
└── PartnerError         the partner did not do what it was asked
    ├── Throttled            we ask too often; it says when to come back
    ├── Saturated            we ask too often; it does not say when to come back
    ├── QuotaSpent           what we have paid for is used up
    ├── PartnerDown          it cannot be reached, or says that it is overloaded
    ├── PartnerFailed        it failed while it worked on the request
    ├── PartnerSlow          it did not answer in time
    ├── StreamCut            its answer broke off in the middle
    ├── ContentRefused       it does not answer to this content
    └── PartnerRefused       it refuses our key, our model or our request: ours to mend
"""


class VoiceError(Exception):
    """Root of the tree."""


class UnknownConversation(VoiceError):
    """Nobody spoke under this id, or it was erased or has expired."""


class Erased(VoiceError):
    """The conversation of this turn was erased."""


class KeyReused(VoiceError):
    """The idempotency key belongs to a different turn."""


class TurnRunning(VoiceError):
    """The turn is being taken right now.

    Args:
        after_seconds: when at the latest that trial has ended.
    """

    def __init__(self, after_seconds: float) -> None:
        super().__init__(f"it is being taken for at most {after_seconds:.0f} s more")
        self.after_seconds = after_seconds


class OutcomeUnknown(VoiceError):
    """An earlier trial may have been billed, so it is not repeated.

    Args:
        step: which part of the turn it is.
    """

    def __init__(self, step: str) -> None:
        super().__init__(f"whether {step} was billed is unknown")
        self.step = step


class UnusableAudio(VoiceError):
    """No audio is there, or it cannot be understood; the message may be shown to the caller."""


class NoTimestamps(VoiceError):
    """No model that knows timestamps is configured."""


class CannotJoin(VoiceError):
    """Parts of this audio format cannot be joined; the message may be shown to the caller."""


class TryLater(VoiceError):
    """Something of ours cannot be had now."""


class PartnerError(VoiceError):
    """The partner did not do what it was asked.

    Args:
        message: what, for the log; it holds nothing of the content.
        billed: whether it may have been billed all the same.
        after_seconds: when the partner says to come back, or None.
    """

    lasting = False
    """Whether the same request would be refused again."""

    def __init__(
        self, message: str, *, billed: bool = False, after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.billed = billed
        self.after_seconds = after_seconds


class Throttled(PartnerError):
    """We ask too often; `after_seconds` says when to come back."""


class Saturated(PartnerError):
    """We ask too often, and nobody says when to come back."""


class QuotaSpent(PartnerError):
    """What we have paid for is used up."""


class PartnerDown(PartnerError):
    """It cannot be reached, or says that it is overloaded: nothing was done."""


class PartnerFailed(PartnerError):
    """It failed while it worked on the request."""


class PartnerSlow(PartnerError):
    """It did not answer in time."""


class StreamCut(PartnerError):
    """Its answer broke off in the middle."""


class ContentRefused(PartnerError):
    """It does not answer to this content, today or tomorrow."""

    lasting = True


class PartnerRefused(PartnerError):
    """It refuses our key, our model or our request."""
