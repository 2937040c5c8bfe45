"""WebP.

Source documents: RFC 9649 "WebP Image Format"; RFC 6386 "VP8 Data Format and Decoding Guide",
section 9.1.
"""

from collections.abc import Iterator

from ._parts import Broken, Found, Reader

_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_AND_XMP = 0x08 | 0x04
_ANIMATED = 0x02


def read(data: bytes) -> Found:
    """What the file is. Raises Broken."""
    reader = Reader(data, 4)
    length = int.from_bytes(reader.take(4), "little")
    if length > len(data) - 8:
        raise Broken("it ends too early", "truncated")
    if length < len(data) - 8:
        raise Broken("bytes follow the end of the picture", "more_than_a_picture")
    reader.take(4)
    kept: list[bytes] = []
    canvas: tuple[int, int] | None = None
    sizes: list[tuple[int, int]] = []
    animated = False
    for name, body in _chunks(reader):
        if name == b"VP8X":
            if canvas is not None or kept or len(body) != 10:
                raise Broken("its header is damaged")
            canvas = (_number(body[4:7]) + 1, _number(body[7:10]) + 1)
            animated = bool(body[0] & _ANIMATED)
            kept.append(_written(name, bytes([body[0] & ~_EXIF_AND_XMP]) + body[1:]))
        elif name in _SHOWN:
            if name == b"ANMF":
                sizes.append(_frame(body))
            elif name in (b"VP8 ", b"VP8L"):
                sizes.append(_size(name, body))
            kept.append(_written(name, body))
    width, height = canvas or (sizes[0] if sizes else (0, 0))
    alone = animated or (len(sizes) == 1 and sizes[0] == (width, height))
    if not sizes or not alone or any(w > width or h > height for w, h in sizes):
        raise Broken("it has not the picture that its header says")
    body = b"WEBP" + b"".join(kept)
    whole = b"RIFF" + len(body).to_bytes(4, "little") + body
    return Found(width, height, whole, len(sizes))


def _frame(body: bytes) -> tuple[int, int]:
    """The size of a frame, which must be that of the picture in it."""
    size = (_number(body[6:9]) + 1, _number(body[9:12]) + 1)
    inner = list(_chunks(Reader(body, 16))) if len(body) > 16 else []
    pictures = [_size(name, part) for name, part in inner if name in (b"VP8 ", b"VP8L")]
    if pictures != [size] or not {name for name, _ in inner} <= _SHOWN:
        raise Broken("a frame has not the picture that it says")
    return size


def _chunks(reader: Reader) -> Iterator[tuple[bytes, bytes]]:
    while not reader.ended:
        name = reader.take(4)
        length = int.from_bytes(reader.take(4), "little")
        body = reader.take(length)
        reader.take(length % 2)
        yield name, body


def _written(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) > 10 and not body[0] & 1:
        return _number(body[6:8]) & 0x3FFF, _number(body[8:10]) & 0x3FFF
    if name == b"VP8L" and body[:1] == b"\x2f" and len(body) > 5:
        bits = _number(body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise Broken("it has no picture that can be read")
