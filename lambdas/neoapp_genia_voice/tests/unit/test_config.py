"""The settings, as far as no stage is needed to know them."""

from typing import get_args

from ...config import VoiceName
from ...domain.models.audio_models import Voice


def test_the_voices_of_the_settings_are_those_of_the_domain() -> None:
    assert list(get_args(VoiceName)) == [voice.value for voice in Voice]
