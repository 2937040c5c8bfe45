"""A turn of a conversation: somebody says something and is answered."""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Where a trial to take the turn stands."""

    CLAIMED = "claimed"  # somebody takes it, and nothing of its next step was asked for yet
    CALLING = "calling"  # its next step was asked for, so it may be billed
    WAITING = "waiting"  # the last trial ended, certainly unbilled: the next one goes on
    UNKNOWN = "unknown"  # the last trial ended, perhaps billed: there is no next one
    REFUSED = "refused"  # the partner does not answer to this content
    DONE = "done"
    ERASED = "erased"  # the words are gone; the key stays known


class Step(StrEnum):
    """What is billed, in order."""

    HEAR = "hear"
    SUMMARISE = "summarise"
    REPLY = "reply"
    SPEAK = "speak"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, as it is kept.

    Args:
        id: of the caller and its idempotency key, so one for each.
        caller: whose it is.
        conversation: of which conversation.
        number: sorts the conversation's turns by time.
        fingerprint: of what was asked.
        status: of the last trial.
        until: when that trial has ended at the latest; seconds since the epoch.
        created_at: seconds since the epoch.
        step: what comes next.
        heard: what was said to us.
        said: what we answered.
        parts: how many parts of the spoken answer are kept.
        version: counts the changes, so that of two who change it one learns of the other.
    """

    id: str
    caller: str
    conversation: str
    number: str
    fingerprint: str
    status: Status
    until: float
    created_at: float
    step: Step
    heard: str = field(default="", repr=False)
    said: str = field(default="", repr=False)
    parts: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is kept of a conversation beside its turns.

    summary: of the turns up to the number `summarised`.  version: counts the changes.
    """

    id: str
    caller: str
    created_at: float
    summary: str = field(default="", repr=False)
    summarised: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """Something for the mind to read; `by` is `user` or `assistant`."""

    by: str
    text: str = field(repr=False)
