"""`/voice/turns`: a spoken turn with memory."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response, Security

from ekans.auth import Caller
from ekans.notations import IdempotencyKey, new_ulid
from ekans.streaming import streamed
from mew.core import current_invocation

from ...domain.commands.turn_commands import TakeTurn
from .. import utils
from ..auth import auth
from ..payloads import TurnRequest, TurnView
from ..turn_answers import EVENT_STREAM, as_event_stream, view_of

router = APIRouter(prefix="/voice", tags=["turns"])

_GRACE_SECONDS = 5.0
_EVENTS: dict[str, Any] = {EVENT_STREAM: {"schema": {"type": "string"}}}


@router.post(
    "/turns",
    response_model=TurnView,
    responses={
        200: {"description": "The turn, whole or as server-sent events", "content": _EVENTS},
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
    request: Request,
    response: Response,
    caller: Annotated[Caller, Security(auth, scopes=["voice:conversations"])],
    idempotency_key: Annotated[
        IdempotencyKey,
        Header(description="Names this turn: the same key again is never billed again"),
    ],
    accept: Annotated[
        str, Header(description="text/event-stream for events: heard, said, turn, problem")
    ] = "",
) -> TurnView | Response:
    """Say something, and be answered in text and speech; the conversation is remembered.

    Events are sent as they happen where the function's front can do that, else all at once.
    """
    manner = asked.speech.manner(utils.voice()) if asked.speech else None
    turn = TakeTurn(
        caller=caller.name,
        key=idempotency_key,
        number=new_ulid(),
        seconds=current_invocation().remaining_seconds() + _GRACE_SECONDS,
        said=asked.input(),
        conversation=asked.conversation_id,
        language=asked.language,
        manner=manner,
    )
    if EVENT_STREAM in accept:
        events = as_event_stream(
            turn.events(utils.turn_ports()),
            lambda taken: view_of(taken, manner, utils.store),
            begun="aws.event" not in request.scope,
        )
        return streamed(request, events, EVENT_STREAM)
    taken = turn.execute(utils.turn_ports())
    if taken.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return view_of(taken, manner, utils.store)
