"""The rules of a turn: which one a request is, and whether it may be taken (again)."""

import hashlib
from dataclasses import replace

from ekans.helpers import canonical_json

from ..models.audio_models import Manner, Sound
from ..models.error_models import Erased, KeyReused, OutcomeUnknown, PartnerError, TurnRunning
from ..models.exchange_models import Input, Upload
from ..models.turn_models import Status, Turn


def turn_id(caller: str, key: str) -> str:
    """The id of the turn that `caller` names by `key`."""
    return hashlib.sha256(f"{caller}\0{key}".encode()).hexdigest()


def fingerprint(
    conversation: str | None, said: Input, language: str | None, manner: Manner | None
) -> str:
    """The same for the same request."""
    match said:
        case str():
            what = ["text", said]
        case Upload():
            what = ["upload", said.id, said.format]
        case Sound():
            what = ["audio", hashlib.sha256(said.content).hexdigest(), said.format]
    how = [manner.voice, manner.format, manner.speed] if manner else None
    return hashlib.sha256(canonical_json([conversation, what, language, how])).hexdigest()


def resumed(there: Turn, new: Turn, now: float) -> Turn:
    """The turn that goes on from `there` for the trial `new`; `there` itself where it has ended.

    Raises Erased, KeyReused, TurnRunning, or OutcomeUnknown: what may have been billed is not
    asked for again.
    """
    if there.status is Status.ERASED:
        raise Erased("the conversation of this turn was erased")
    if there.fingerprint != new.fingerprint:
        raise KeyReused("the idempotency key was used for a different turn")
    running = there.status in (Status.CLAIMED, Status.CALLING)
    if running and now < there.until:
        raise TurnRunning(there.until - now)
    if there.status in (Status.CALLING, Status.UNKNOWN):
        raise OutcomeUnknown(there.step)
    if there.status in (Status.DONE, Status.REFUSED):
        return there
    return replace(there, status=Status.CLAIMED, until=new.until)


def after(error: PartnerError) -> Status:
    """Where a trial stands that ended with `error`."""
    if error.lasting:
        return Status.REFUSED
    return Status.UNKNOWN if error.billed else Status.WAITING


def audio_prefix(caller: str, conversation: str) -> str:
    """Where the audio of a conversation is kept; no other conversation's key begins so."""
    return f"turns/{caller}/{conversation}/"


def part_key(turn: Turn, part: int | str) -> str:
    """Where a part of the spoken answer is kept."""
    return f"{audio_prefix(turn.caller, turn.conversation)}{turn.number}/{part}"


def upload_key(caller: str, upload: str) -> str:
    """Where audio is put that is too large for a request; another caller's has another key."""
    return f"uploads/{caller}/{upload}"
