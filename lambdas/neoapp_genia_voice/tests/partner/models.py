"""The partner's models, what each can, and when it is shut down.

"Deprecations" has the dates; the reference of `GET /v1/models` has `shutdown_date`, a day or null.
No model goes by the clock here: take it out of `PartnerServer.models` to shut it down.
"""

from dataclasses import dataclass
from typing import Any

from .answers import Answer, as_json
from .errors import invalid, no_model

SPEECH = "/audio/speech"
TRANSCRIPTIONS = "/audio/transcriptions"
RESPONSES = "/responses"
REALTIME = "/realtime/client_secrets"


@dataclass(frozen=True)
class Model:
    """A model.

    Attributes:
        serves: the path that takes it.
        shutdown_date: the day, as `2027-01-06`, or None when none was announced.
        timestamps: whether it transcribes with times (`verbose_json`).
        languages: whether it takes and tells languages in the plural, and takes keywords.
        instructed: whether it speaks as it is told to, and streams events.
    """

    serves: str
    shutdown_date: str | None = None
    timestamps: bool = False
    languages: bool = False
    instructed: bool = False


CATALOGUE = {
    "tts-1": Model(SPEECH, "2027-01-06"),
    "tts-1-hd": Model(SPEECH, "2027-01-06"),
    "gpt-4o-mini-tts": Model(SPEECH, "2027-01-06", instructed=True),
    "whisper-1": Model(TRANSCRIPTIONS, "2027-02-26", timestamps=True),
    "gpt-4o-transcribe": Model(TRANSCRIPTIONS, "2027-02-26"),
    "gpt-4o-mini-transcribe": Model(TRANSCRIPTIONS, "2027-02-26"),
    "gpt-transcribe": Model(TRANSCRIPTIONS, languages=True),
    "gpt-realtime": Model(REALTIME, "2027-01-20"),
    "gpt-realtime-2.1": Model(REALTIME),
    "gpt-realtime-2.1-mini": Model(REALTIME),
    "gpt-4o-mini": Model(RESPONSES, "2027-01-14"),
    "gpt-6-luna": Model(RESPONSES),
    "gpt-6.1-terra": Model(RESPONSES),
}


def find(models: dict[str, Model], name: Any, path: str) -> Model:
    """The model of a name, for a path.

    Raises:
        ApiError: there is none, or it does something else.
    """
    if not isinstance(name, str) or not name:
        raise invalid("You must provide a model parameter.", "model", "missing_required_parameter")
    if name not in models:
        raise no_model(name)
    if models[name].serves != path:
        raise invalid(f"The model `{name}` is not supported for /v1{path}.", "model")
    return models[name]


def listed(models: dict[str, Model]) -> Answer:
    """`GET /v1/models`."""
    return as_json({"object": "list", "data": [_shown(name, one) for name, one in models.items()]})


def retrieved(models: dict[str, Model], name: str) -> Answer:
    """`GET /v1/models/{model}`.

    Raises:
        ApiError: there is no such model.
    """
    if name not in models:
        raise no_model(name)
    return as_json(_shown(name, models[name]))


def _shown(name: str, model: Model) -> dict[str, Any]:
    return {
        "id": name,
        "object": "model",
        "created": 1_741_476_542,
        "owned_by": "openai",
        "shutdown_date": model.shutdown_date,
    }
