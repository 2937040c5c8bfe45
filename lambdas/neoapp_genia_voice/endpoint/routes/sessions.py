"""`/voice/sessions`: a secret that opens a realtime session."""

from fastapi import APIRouter, Response, Security

from ...config import Settings
from ...domain.commands.session_commands import OpenSession
from .. import utils
from ..auth import auth
from ..payloads import SessionRequest, SessionView

router = APIRouter(prefix="/voice", tags=["sessions"])


@router.post(
    "/sessions",
    status_code=201,
    dependencies=[Security(auth, scopes=["voice:sessions"])],
    responses={
        502: {"description": "The partner failed"},
        503: {"description": "The partner takes no more requests for now"},
        504: {"description": "The partner is too slow"},
    },
)
def post_session(asked: SessionRequest, response: Response) -> SessionView:
    """Open a realtime session: the browser holds it with the partner, so nothing of it is kept here."""
    instructions = Settings.load().instructions
    opened = OpenSession(instructions, asked.voice or utils.voice(), asked.seconds)
    secret = opened.execute(utils.realtime())
    response.headers["Cache-Control"] = "no-store"
    return SessionView(
        client_secret=secret.value, expires_at=int(secret.expires_at), model=secret.model
    )
