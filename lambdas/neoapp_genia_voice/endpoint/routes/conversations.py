"""`/voice/conversations`: what is kept of one, and its erasure."""

from typing import Annotated, Any

from fastapi import APIRouter, Response, Security

from ekans.auth import Caller
from ekans.notations import Ulid

from ...domain.commands.conversation_commands import EraseConversation, ReadConversation
from .. import utils
from ..auth import auth
from ..payloads import ConversationView, PastTurn

router = APIRouter(prefix="/voice/conversations", tags=["conversations"])

_NOT_THERE: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such conversation"}
}


@router.get("/{conversation_id}", responses=_NOT_THERE)
def get_conversation(
    conversation_id: Ulid,
    caller: Annotated[Caller, Security(auth, scopes=["voice:conversations"])],
) -> ConversationView:
    """All that is kept of a conversation."""
    wanted = ReadConversation(caller.name, conversation_id)
    found, turns = wanted.execute(utils.conversation_ports())
    past = [
        PastTurn(id=turn.number, created_at=int(turn.created_at), heard=turn.heard, said=turn.said)
        for turn in turns
    ]
    return ConversationView(
        id=found.id, created_at=int(found.created_at), summary=found.summary, turns=past
    )


@router.delete("/{conversation_id}", status_code=204, responses=_NOT_THERE)
def delete_conversation(
    conversation_id: Ulid,
    caller: Annotated[Caller, Security(auth, scopes=["voice:conversations"])],
) -> Response:
    """Erase a conversation: words, summary and audio, at once."""
    EraseConversation(caller.name, conversation_id).execute(utils.conversation_ports())
    return Response(status_code=204)
