"""Small pictures, as encoders make them, and what can be done to them."""

import base64
import struct
import zlib

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERX"
    "RTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAEAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAH/xAAgEAABAgUFAAAAAAAAAAAAAAABAAIDBBITIREiMVGh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQb/xAAYEQAC"
    "AwAAAAAAAAAAAAAAAAAAAQNBcf/aAAwDAQACEQMRAD8Aj5mqUZL2YIoOtwN3nnBPWfAiIknJKxH/2Q=="
)
"""8 x 4 pixels, by Chromium's encoder, without the colour profile that it adds."""

WEBP = base64.b64decode(
    "UklGRkoAAABXRUJQVlA4ID4AAADQAQCdASoIAAQAAsBMJagCdAaQAvkAAAD9ARr8dNH0rv4u88Pd3Qx1/X3m/1z/"
    "zBT55Q/7N/6/yvcXioAAAA=="
)
"""8 x 4 pixels, lossy, by Chromium's encoder, without its colour profile."""

GIF = (
    b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00" + b"\x3b"
)
"""One pixel."""


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int = 8,
    height: int = 4,
    *,
    extra: bytes = b"",
    lines: bytes | None = None,
    said: tuple[int, int] | None = None,
    interlace: int = 0,
) -> bytes:
    """A grey PNG.

    Args:
        width, height: in pixels.
        extra: chunks before the pixels.
        lines: what is compressed, in place of the right number of lines.
        said: the size that its header says, where it lies.
        interlace: 1 for Adam7.
    """
    header = struct.pack(">IIBBBBB", *(said or (width, height)), 8, 0, 0, 0, interlace)
    pixels = zlib.compress((b"\0" + bytes(width)) * height if lines is None else lines)
    parts = [chunk(b"IHDR", header), extra, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def jpeg_with(*segments: bytes) -> bytes:
    """The JPEG with segments after its start."""
    return JPEG[:2] + b"".join(segments) + JPEG[2:]


def riff(*parts: bytes) -> bytes:
    """A WebP of these chunks."""
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def part(name: bytes, body: bytes) -> bytes:
    """A chunk of a WebP."""
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


VP8 = WEBP[12:]
"""The chunk with the picture of WEBP."""


def canvas(flags: int, width: int = 8, height: int = 4) -> bytes:
    """The header of an extended WebP."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return part(b"VP8X", bytes([flags, 0, 0, 0]) + size)


def frame(width: int = 8, height: int = 4) -> bytes:
    """A frame of an animated WebP, with the picture of WEBP."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return part(b"ANMF", bytes(6) + size + bytes(4) + VP8)
