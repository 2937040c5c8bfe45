"""Putting pieces of audio together.

Source documents: RFC 3533 "The Ogg Encapsulation Format", section 4 (streams one after the other);
Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (RIFF WAVE).
"""

import struct
from collections.abc import Sequence

from ..models.audio_models import SpokenFormat
from ..models.error_models import CannotJoin, PartnerFailed

MEDIA_TYPES = {
    SpokenFormat.MP3: "audio/mpeg",
    SpokenFormat.OPUS: "audio/ogg",
    SpokenFormat.AAC: "audio/aac",
    SpokenFormat.FLAC: "audio/flac",
    SpokenFormat.WAV: "audio/wav",
    SpokenFormat.PCM: "audio/L16;rate=24000;channels=1",
}
"""What each format is called in HTTP."""


def can_be_joined(spoken: SpokenFormat, parts: int) -> bool:
    """Whether so many parts of a format can become one."""
    return parts <= 1 or spoken is not SpokenFormat.FLAC


def refuse_what_cannot_be_joined(spoken: SpokenFormat, parts: int) -> None:
    """Raise CannotJoin before anything is paid for."""
    if not can_be_joined(spoken, parts):
        raise CannotJoin(
            "text of more than 4,096 characters is spoken in parts, and parts of flac cannot be "
            "joined: ask for wav, or for another format, or for less"
        )


def joined(spoken: SpokenFormat, parts: Sequence[bytes]) -> bytes:
    """The parts one after the other. Raises CannotJoin, PartnerFailed for a wav that is none."""
    refuse_what_cannot_be_joined(spoken, len(parts))
    if len(parts) == 1 or spoken is not SpokenFormat.WAV:
        # MP3, AAC (ADTS) and PCM are rows of frames, and Ogg streams may follow each other.
        return b"".join(parts)
    pieces = [_wave(part) for part in parts]
    sound, data = pieces[0][0], b"".join(piece[1] for piece in pieces)
    if any(piece[0] != sound for piece in pieces):
        raise PartnerFailed("the parts of one speech are of different kinds of wav", billed=True)
    head = b"WAVE" + _chunk(b"fmt ", sound)
    body = head + _chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _wave(content: bytes) -> tuple[bytes, bytes]:
    """What kind of sound a wav holds, and the sound."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        place, kind = 12, b""
        while place + 8 <= len(content):
            name, size = content[place : place + 4], struct.unpack_from("<I", content, place + 4)[0]
            # What is streamed was begun before its size was known: it then ends with the file.
            body = content[place + 8 : place + 8 + size]
            if name == b"fmt ":
                kind = body
            elif name == b"data" and kind:
                return kind, body
            place += 8 + size + size % 2
    raise PartnerFailed("what came as wav is none", billed=True)
