"""`/voice/turns`: a spoken turn with memory."""

from typing import Annotated

from fastapi import APIRouter, Header, Response, Security

from ekans.auth import Caller
from ekans.notations import IdempotencyKey, new_ulid
from mew.core import current_invocation

from ...domain.commands.speech_commands import HandOut
from ...domain.commands.turn_commands import TakeTurn
from ...domain.models.audio_models import Manner
from ...domain.models.exchange_models import Taken
from ...domain.operations.audio_operations import MEDIA_TYPES
from ...domain.operations.turn_operations import part_key
from .. import utils
from ..auth import auth
from ..payloads import AudioOut, StoredAudio, TurnRequest, TurnView

router = APIRouter(prefix="/voice", tags=["turns"])

MAX_INLINE_BYTES = 3_000_000
"""What fits into the 6 MB of an answer as base64 inside of base64, with the words beside it."""
_GRACE_SECONDS = 5.0


@router.post(
    "/turns",
    responses={
        404: {"description": "There is no such conversation"},
        409: {"description": "The key is another turn's, or this one must not be repeated (now)"},
        410: {"description": "The turn's conversation was erased"},
        502: {"description": "The partner failed"},
        503: {"description": "Try again with the same key"},
        504: {"description": "The partner is too slow"},
    },
)
def post_turn(
    asked: TurnRequest,
    response: Response,
    caller: Annotated[Caller, Security(auth, scopes=["voice:conversations"])],
    idempotency_key: Annotated[
        IdempotencyKey,
        Header(description="Names this turn: the same key again is never billed again"),
    ],
) -> TurnView:
    """Say something, and be answered in text and speech; the conversation is remembered."""
    manner = asked.speech.manner(utils.voice()) if asked.speech else None
    taken = TakeTurn(
        caller=caller.name,
        key=idempotency_key,
        number=new_ulid(),
        seconds=current_invocation().remaining_seconds() + _GRACE_SECONDS,
        said=asked.input(),
        conversation=asked.conversation_id,
        language=asked.language,
        manner=manner,
    ).execute(utils.turn_ports())
    if taken.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    turn = taken.turn
    return TurnView(
        conversation_id=turn.conversation,
        id=turn.number,
        heard=turn.heard,
        said=turn.said,
        audio=_audio(taken, manner),
    )


def _audio(taken: Taken, manner: Manner | None) -> AudioOut | None:
    if manner is None or taken.audio is None:
        return None
    media_type = MEDIA_TYPES[manner.format]
    if len(taken.audio) <= MAX_INLINE_BYTES:
        return AudioOut(media_type=media_type, content=taken.audio)
    link = HandOut(part_key(taken.turn, "whole"), taken.audio, manner).execute(utils.store())
    stored = StoredAudio(
        url=link.url,
        media_type=media_type,
        bytes=len(taken.audio),
        expires_at=int(link.expires_at),
    )
    return AudioOut(media_type=media_type, stored=stored)
