"""Putting pieces of audio together."""

import io
import struct
import wave

import pytest

from .....domain.models.audio_models import SpokenFormat
from .....domain.models.error_models import CannotJoin, PartnerFailed
from .....domain.operations.audio_operations import joined


def wav(samples: bytes, rate: int = 24_000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return made.getvalue()


def test_parts_of_wav_become_one_that_plays_all_of_it() -> None:
    parts = [wav(b"\1\0\2\0"), wav(b"\3\0")]
    with wave.open(io.BytesIO(joined(SpokenFormat.WAV, parts))) as file:
        assert file.getframerate() == 24_000
        assert file.readframes(10) == b"\1\0\2\0\3\0"


def test_a_streamed_wav_whose_size_was_unknown_ends_with_the_file() -> None:
    streamed = bytearray(wav(b"\1\0\2\0"))
    streamed[40:44] = struct.pack("<I", 0xFFFFFFFF)
    with wave.open(io.BytesIO(joined(SpokenFormat.WAV, [bytes(streamed), wav(b"\3\0")]))) as file:
        assert file.readframes(10) == b"\1\0\2\0\3\0"


@pytest.mark.parametrize("bad", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", wav(b"\0\0")[:30], b"x" * 99])
def test_what_is_no_wav_is_the_partners_failure(bad: bytes) -> None:
    with pytest.raises(PartnerFailed):
        joined(SpokenFormat.WAV, [wav(b"\0\0"), bad])


def test_parts_of_different_kinds_are_not_joined() -> None:
    with pytest.raises(PartnerFailed, match="different kinds"):
        joined(SpokenFormat.WAV, [wav(b"\0\0"), wav(b"\0\0", 8_000)])


@pytest.mark.parametrize("form", [SpokenFormat.MP3, SpokenFormat.OPUS, SpokenFormat.AAC])
def test_rows_of_frames_follow_each_other(form: SpokenFormat) -> None:
    assert joined(form, [b"a", b"b"]) == b"ab"


def test_one_part_is_left_as_it_is_and_parts_of_flac_are_refused() -> None:
    assert joined(SpokenFormat.FLAC, [b"a"]) == b"a"
    with pytest.raises(CannotJoin, match="ask for wav"):
        joined(SpokenFormat.FLAC, [b"a", b"b"])
