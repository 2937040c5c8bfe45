"""GIF.

Source document: "Graphics Interchange Format, Version 89a" (CompuServe).
"""

from ._parts import Broken, Found, Reader

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOP = b"\x0bNETSCAPE2.0"


def read(data: bytes) -> Found:
    """What the file is. Raises Broken."""
    reader = Reader(data)
    head = reader.take(13)
    size = (int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"))
    kept, frames = [head, _colours(reader, head[10])], 0
    while (block := reader.number(1)) != _END:
        if block == _EXTENSION:
            label = reader.number(1)
            body = _blocks(reader)
            if label == _CONTROL or (label == _APPLICATION and body.startswith(_LOOP)):
                kept.append(bytes([block, label]) + body)
        elif block == _IMAGE:
            frames += 1
            kept.append(bytes([block]) + _frame(reader, size))
        else:
            raise Broken("it has a block that GIF does not have")
    reader.check_ended()
    if not frames:
        raise Broken("it has no picture")
    return Found(*size, b"".join([*kept, bytes([_END])]), frames)


def _colours(reader: Reader, flags: int) -> bytes:
    """A colour table, when the flags say that there is one."""
    return reader.take(3 << (1 + (flags & 7))) if flags & 0x80 else b""


def _frame(reader: Reader, size: tuple[int, int]) -> bytes:
    place = reader.take(9)
    left, top, width, height = (
        int.from_bytes(place[at : at + 2], "little") for at in range(0, 8, 2)
    )
    if not (width and height and left + width <= size[0] and top + height <= size[1]):
        raise Broken("a frame is outside of the picture")
    return place + _colours(reader, place[8]) + reader.take(1) + _blocks(reader)


def _blocks(reader: Reader) -> bytes:
    """Sub-blocks, up to and with the empty one that ends them."""
    start = reader.at
    while count := reader.number(1):
        reader.take(count)
    return reader.data[start : reader.at]
