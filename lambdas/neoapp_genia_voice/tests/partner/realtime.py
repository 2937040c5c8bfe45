"""`POST /v1/realtime/client_secrets`: a short-lived key with which a browser opens a session."""

import time
import uuid
from collections.abc import Mapping

from . import models
from .answers import Answer, as_json
from .asked import Asked
from .errors import invalid
from .models import Model

_SHORTEST, _LONGEST, _USUAL = 10, 7200, 600


def client_secret(asked: Asked, known: Mapping[str, Model]) -> Answer:
    """Makes a client secret, and the session that it opens.

    Raises:
        ApiError: it breaks a rule of the partner.
    """
    body = asked.json
    lifetime = body.get("expires_after") or {}
    if lifetime.get("anchor", "created_at") != "created_at":
        raise invalid("The anchor must be 'created_at'.", "expires_after.anchor")
    seconds = lifetime.get("seconds", _USUAL)
    if type(seconds) is not int or not _SHORTEST <= seconds <= _LONGEST:
        message = f"'seconds' must be from {_SHORTEST} to {_LONGEST}."
        raise invalid(message, "expires_after.seconds")
    wanted = body.get("session") or {"type": "realtime", "model": "gpt-realtime-2.1"}
    kind = wanted.get("type")
    if kind not in ("realtime", "transcription"):
        raise invalid("The type must be realtime or transcription.", "session.type")
    if kind == "realtime":
        models.find(dict(known), wanted.get("model"), models.REALTIME)
    until = int(time.time()) + seconds
    session = {
        "output_modalities": ["audio"],
        **wanted,
        "id": f"sess_{uuid.uuid4().hex[:16]}",
        "object": f"realtime.{'session' if kind == 'realtime' else 'transcription_session'}",
        "expires_at": until,
    }
    return as_json({"value": f"ek_{uuid.uuid4().hex}", "expires_at": until, "session": session})
