"""What OpenAI tells and gives beside speech: its models, and secrets for realtime sessions.

Source documents: OpenAI API reference, "List models" and "Create client secret" (realtime).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ekans.http import ServiceClient

from ...domain.models.audio_models import ClientSecret, Model, Voice
from ...domain.models.error_models import PartnerFailed
from .openai_service import trouble_with_openai


class OpenaiRealtime:
    """Opens realtime sessions.

    Args:
        client: see `client_of`.
        model: which one.
    """

    def __init__(self, client: ServiceClient, model: str) -> None:
        self._client = client
        self._model = model

    def client_secret(self, instructions: str, voice: Voice, seconds: int) -> ClientSecret:
        """A secret for one caller's browser, good for so many seconds (10 to 7,200)."""
        session = {
            "type": "realtime",
            "model": self._model,
            "instructions": instructions,
            "audio": {"output": {"voice": voice.value}},
        }
        body = {
            "expires_after": {"anchor": "created_at", "seconds": seconds},
            "session": session,
        }
        with trouble_with_openai():
            told = self._client.post("/realtime/client_secrets", json=body).json()
        try:
            value, expires_at = told["value"], float(told["expires_at"])
        except (KeyError, TypeError, ValueError):
            # From none: the vendor's error would quote the secret.
            raise PartnerFailed("the client secret has another shape") from None
        if not isinstance(value, str):
            raise PartnerFailed("the client secret is no text")
        return ClientSecret(value, expires_at, self._model)


class OpenaiCatalogue:
    """Tells what models there are.

    Args:
        client: see `client_of`.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def models(self) -> Sequence[Model]:
        """All that this account may use."""
        with trouble_with_openai():
            told = self._client.get("/models").json()
        try:
            return [_model(one) for one in told["data"]]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise PartnerFailed("the list of models has another shape") from None


def _model(told: Any) -> Model:
    day = told.get("shutdown_date")
    return Model(str(told["id"]), None if day is None else date.fromisoformat(day).isoformat())
