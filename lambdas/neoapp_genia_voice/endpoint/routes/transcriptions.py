"""`/voice/transcriptions`: audio becomes text; `/voice/uploads`: where large audio is put before."""

from typing import Annotated

from fastapi import APIRouter, Security

from ekans.auth import Caller
from ekans.notations import new_ulid

from ...domain.commands.transcription_commands import AskUpload, Transcribe
from .. import utils
from ..auth import auth
from ..payloads import TranscriptionRequest, TranscriptView, UploadRequest, UploadView

router = APIRouter(prefix="/voice", tags=["transcriptions"])


@router.post(
    "/transcriptions",
    responses={
        502: {"description": "The partner failed"},
        503: {"description": "The partner takes no more requests for now"},
        504: {"description": "The partner is too slow"},
    },
)
def post_transcription(
    asked: TranscriptionRequest,
    caller: Annotated[Caller, Security(auth, scopes=["voice:transcriptions"])],
) -> TranscriptView:
    """Write down what is said."""
    wanted = Transcribe(caller.name, asked.audio.input(), asked.language, asked.timestamps)
    return TranscriptView.model_validate(wanted.execute(utils.ear(), utils.store()))


@router.post("/uploads", status_code=201)
def post_upload(
    asked: UploadRequest,
    caller: Annotated[Caller, Security(auth, scopes=["voice:transcriptions"])],
) -> UploadView:
    """Ask where audio can be put that is too large for a request, up to 25 MiB."""
    upload, media_type = new_ulid(), "application/octet-stream"
    link = AskUpload(caller.name, upload, asked.bytes, media_type).execute(utils.store())
    headers = {"Content-Type": media_type, "Content-Length": str(asked.bytes)}
    return UploadView(id=upload, url=link.url, headers=headers, expires_at=int(link.expires_at))
