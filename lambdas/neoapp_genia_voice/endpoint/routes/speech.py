"""`/voice/speech`: text becomes audio."""

from typing import Annotated, Any

from fastapi import APIRouter, Response, Security
from starlette.responses import JSONResponse

from ekans.auth import Caller
from ekans.notations import new_ulid
from ekans.streaming import MAX_BUFFERED_BYTES

from ...domain.commands.speech_commands import HandOut, Speak
from ...domain.operations.audio_operations import MEDIA_TYPES
from .. import utils
from ..auth import auth
from ..payloads import SpeechRequest, StoredAudio

router = APIRouter(prefix="/voice", tags=["speech"])

_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_MEDIA = {media.partition(";")[0] for media in MEDIA_TYPES.values()}


@router.post(
    "/speech",
    response_class=Response,
    responses={
        200: {"description": "The audio", "content": dict.fromkeys(sorted(_MEDIA), _BINARY)},
        201: {"description": "The audio is too large for an answer", "model": StoredAudio},
        502: {"description": "The partner failed"},
        503: {"description": "The partner takes no more requests for now"},
        504: {"description": "The partner is too slow"},
    },
)
def post_speech(
    asked: SpeechRequest, caller: Annotated[Caller, Security(auth, scopes=["voice:speech"])]
) -> Response:
    """Speak a text."""
    manner = asked.manner(utils.voice())
    audio = Speak(asked.text, manner).execute(utils.mouth())
    media_type = MEDIA_TYPES[manner.format]
    if len(audio) <= MAX_BUFFERED_BYTES:
        return Response(audio, media_type=media_type)
    key = f"speech/{caller.name}/{new_ulid()}.{manner.format}"
    link = HandOut(key, audio, manner).execute(utils.store())
    stored = StoredAudio(
        url=link.url, media_type=media_type, bytes=len(audio), expires_at=int(link.expires_at)
    )
    return JSONResponse(stored.model_dump(), 201)
