"""Opening a realtime session, which a browser holds with the partner by itself."""

from dataclasses import dataclass

from ..models.audio_models import ClientSecret, Voice
from ..ports import Realtime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Ask for a secret that opens realtime sessions for so many seconds."""

    instructions: str
    voice: Voice
    seconds: int

    def execute(self, realtime: Realtime) -> ClientSecret:
        """Raises PartnerError."""
        return realtime.client_secret(self.instructions, self.voice, self.seconds)
