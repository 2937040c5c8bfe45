"""A turn as its caller gets it: whole, or as events while it is taken.

Source document: WHATWG HTML, "Server-sent events".
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..domain.commands.speech_commands import HandOut
from ..domain.models.audio_models import Manner
from ..domain.models.error_models import VoiceError
from ..domain.models.exchange_models import Event, Heard, Said, Taken
from ..domain.operations.audio_operations import MEDIA_TYPES
from ..domain.operations.turn_operations import part_key
from ..domain.ports import Store
from .payloads import AudioOut, StoredAudio, TurnView
from .problems import problem_of

EVENT_STREAM = "text/event-stream"
MAX_INLINE_BYTES = 3_000_000
"""What fits into the 6 MB of an answer as base64, with the words beside it."""


def view_of(taken: Taken, manner: Manner | None, store: Callable[[], Store]) -> TurnView:
    """The turn that was taken. store: gives the place for audio that is too large for an answer."""
    turn = taken.turn
    return TurnView(
        conversation_id=turn.conversation,
        id=turn.number,
        heard=turn.heard,
        said=turn.said,
        audio=_audio(taken, manner, store),
    )


def _audio(taken: Taken, manner: Manner | None, store: Callable[[], Store]) -> AudioOut | None:
    if manner is None or taken.audio is None:
        return None
    media_type = MEDIA_TYPES[manner.format]
    if len(taken.audio) <= MAX_INLINE_BYTES:
        return AudioOut(media_type=media_type, content=taken.audio)
    link = HandOut(part_key(taken.turn, "whole"), taken.audio, manner).execute(store())
    stored = StoredAudio(
        url=link.url,
        media_type=media_type,
        bytes=len(taken.audio),
        expires_at=int(link.expires_at),
    )
    return AudioOut(media_type=media_type, stored=stored)


def as_event_stream(
    events: Iterable[Event], view: Callable[[Taken], TurnView], *, begun: bool
) -> Iterator[bytes]:
    """The turn as events: `heard`, `said` piece by piece, and `turn`, the whole of it.

    Args:
        events: of the turn.
        view: makes the last event's data.
        begun: whether what was yielded is sent already; a failure then is the event `problem`, for
            the status of the answer can no longer tell it.
    """
    try:
        for event in events:
            match event:
                case Heard(text):
                    yield _event("heard", {"text": text})
                case Said(text):
                    yield _event("said", {"text": text})
                case Taken():
                    yield _event("turn", view(event).model_dump(mode="json"))
    except VoiceError as error:
        if not begun:
            raise
        yield _event("problem", problem_of(error).as_dict())


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
