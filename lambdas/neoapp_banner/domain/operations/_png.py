"""PNG.

Source document: W3C "Portable Network Graphics (PNG) Specification (Third Edition)".
"""

import struct
import zlib
from collections.abc import Callable, Iterable

from ._parts import Broken, Found, Reader

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_SHOWN = frozenset({b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # fmt: skip
_PIECE = 1 << 20


def read(data: bytes, check_size: Callable[[Found], None]) -> Found:
    """What the file is; `check_size` sees its size before anything is decompressed. Raises Broken."""
    reader = Reader(data, len(SIGNATURE))
    name, header = _chunk(reader)
    if name != b"IHDR" or len(header) != 13:
        raise Broken("a PNG begins with its header")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(
        ">IIBBBBB", header
    )
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise Broken("its header names a form that PNG does not have")
    check_size(Found(width, height))
    kept, pixels = [_written(name, header)], []
    while name != b"IEND":
        name, body = _chunk(reader)
        if name == b"acTL":
            raise Broken("an animated PNG is not kept: send GIF or WebP", "animated_png")
        if name == b"IDAT":
            pixels.append(body)
        elif name in _SHOWN and not pixels:
            kept.append(_written(name, body))
        elif name != b"IEND" and not name[0] & 0x20:
            raise Broken("it has a part that is not known, or not where it belongs")
    reader.check_ended()
    bits = depth * _CHANNELS[colour]
    _check_pixels(pixels, _size(width, height, bits, interlaced=bool(interlace)))
    whole = [*kept, _written(b"IDAT", b"".join(pixels)), _written(b"IEND", b"")]
    return Found(width, height, SIGNATURE + b"".join(whole))


def _chunk(reader: Reader) -> tuple[bytes, bytes]:
    length, name = reader.number(4), reader.take(4)
    body = reader.take(length)
    if reader.number(4) != zlib.crc32(name + body):
        raise Broken("a checksum is wrong")
    return name, body


def _written(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """Bytes of the decompressed lines, each with the byte of its filter."""
    if not interlaced:
        return height * (1 + (width * bits + 7) // 8)
    total = 0
    for left, top, across, down in _PASSES:
        columns, lines = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and lines > 0:
            total += lines * (1 + (columns * bits + 7) // 8)
    return total


def _check_pixels(pixels: Iterable[bytes], size: int) -> None:
    unpacker, found = zlib.decompressobj(), 0
    try:
        for body in pixels:
            left = body
            while left and not unpacker.eof and found <= size:
                found += len(unpacker.decompress(left, _PIECE))
                left = unpacker.unconsumed_tail
    except zlib.error:
        raise Broken("its compression is damaged") from None
    if not unpacker.eof or found != size or unpacker.unused_data:
        raise Broken("it has not the pixels that its header says")
