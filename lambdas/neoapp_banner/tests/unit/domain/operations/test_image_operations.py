"""What is kept as a picture, and what is refused."""

import base64
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.error_models import NoPicture, RefusedImage
from .....domain.models.image_models import MAX_IMAGE_BYTES, MAX_SIDE
from .....domain.operations.image_operations import picture_of
from ....pictures import GIF, JPEG, VP8, WEBP, canvas, chunk, frame, jpeg_with, part, png, riff
from ....pictures import segment as jpeg_segment

SCRIPT = b"<script>alert(1)</script>"
GOOD = [png(), JPEG, GIF, WEBP]


def refused(data: bytes) -> str:
    """The code of the reason."""
    with pytest.raises(RefusedImage) as caught:
        picture_of(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(8, 4), "image/png", (8, 4)),
        (JPEG, "image/jpeg", (8, 4)),
        (GIF, "image/gif", (1, 1)),
        (WEBP, "image/webp", (8, 4)),
        (riff(canvas(0), VP8), "image/webp", (8, 4)),
        (riff(canvas(2), part(b"ANIM", bytes(6)), frame(), frame()), "image/webp", (8, 4)),
        (riff(part(b"VP8L", b"\x2f\x07\xc0\x00\x00\x00")), "image/webp", (8, 4)),
    ],
)
def test_the_type_and_the_size_are_those_of_the_content(
    data: bytes, kind: str, size: tuple[int, int]
) -> None:
    picture = picture_of(data)
    image = picture.image
    assert (image.type, (image.width, image.height)) == (kind, size)
    assert picture.data == data
    assert image.size == len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PN",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ",
        b"BM" + bytes(60),
        b" " + png(),
        SCRIPT + JPEG,
        base64.b64encode(png()),
        b"RIFF\x04\0\0\0WAVE",
    ],
)
def test_what_is_no_picture_is_not_taken_for_one(data: bytes) -> None:
    with pytest.raises(NoPicture):
        picture_of(data)


@pytest.mark.parametrize("data", GOOD)
def test_what_follows_the_end_is_refused(data: bytes) -> None:
    assert refused(data + b"PK\x03\x04" + bytes(30)) == "more_than_a_picture"
    assert refused(data + b"\0") == "more_than_a_picture"


@pytest.mark.parametrize("data", [*GOOD, riff(canvas(2), frame())])
def test_a_truncated_picture_is_refused_wherever_it_ends(data: bytes) -> None:
    for end in range(len(data)):
        with pytest.raises(RefusedImage):
            picture_of(data[:end])


@pytest.mark.parametrize(
    "data",
    [
        png(extra=chunk(b"tEXt", b"Comment\0" + SCRIPT) + chunk(b"eXIf", b"GPS")),
        jpeg_with(jpeg_segment(0xFE, SCRIPT), jpeg_segment(0xE1, b"http://ns.adobe.com/xap" + SCRIPT)),
        GIF[:-1] + b"\x21\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\0\x3b",
        riff(canvas(0x0C), VP8, part(b"EXIF", SCRIPT), part(b"XMP ", SCRIPT)),
    ],
)  # fmt: skip
def test_what_shows_nothing_is_left_out(data: bytes) -> None:
    picture = picture_of(data)
    assert SCRIPT in data
    assert SCRIPT not in picture.data
    assert picture_of(picture.data) == picture


@pytest.mark.parametrize(
    "data",
    [
        png(MAX_SIDE + 1, 1),
        png(said=(0, 4)),
        png(said=(2**31, 2**31)),
        png(MAX_SIDE, 2049),
        # Those of a script that begins like a GIF: GIF89a/*...
        b"GIF89a/**/" + bytes(3) + GIF[13:],
        riff(canvas(2, 16384, 1), frame()),
    ],
)
def test_too_many_pixels_or_none_are_refused(data: bytes) -> None:
    assert refused(data) in ("too_many_pixels", "damaged")


def test_too_many_bytes_are_refused() -> None:
    assert refused(png() + bytes(MAX_IMAGE_BYTES)) == "too_many_bytes"


def test_too_many_frames_are_refused() -> None:
    block = GIF[19:-1]
    assert refused(GIF[:-1] + block * 200 + b"\x3b") == "too_many_frames"


@pytest.mark.parametrize(
    "data",
    [
        # A bomb: two pixels, and 64 MiB behind them.
        png(2, 1, lines=bytes(64 << 20)),
        png(lines=b"\0" * 35),
        png(lines=b"\0" * 37),
        png(interlace=1),
        png(interlace=2),
        png().replace(b"IDAT", b"IDAX"),
        png(extra=chunk(b"ABCD", b"")),
        png(said=(8, 5)),
        bytearray(png()).replace(b"\0\0\0\x0dIHDR", b"\0\0\0\x0dIHDX"),
        png()[:33] + chunk(b"IDAT", b"no compression") + chunk(b"IEND", b""),
        jpeg_with(jpeg_segment(0xC0, b"\x08\0\x04\0\x08\x01\x01\x11\0")),
        JPEG[:20] + b"no marker" + JPEG[20:],
        b"\xff\xd8\xff\xd9",
        GIF[:13] + GIF[19:-1].replace(b"\x01\0\x01\0", b"\x02\0\x01\0") + b"\x3b",
        GIF[:19] + b"\x3b",
        GIF[:19] + b"\x99",
        riff(),
        riff(canvas(0, 9, 4), VP8),
        riff(canvas(2), frame(9, 4)),
        riff(VP8, VP8),
        riff(part(b"VP8 ", bytes(20))),
    ],
)
def test_what_is_not_what_its_format_says_is_refused(data: bytes) -> None:
    assert refused(bytes(data)) in ("damaged", "truncated")


def test_an_interlaced_png_is_measured_by_its_passes() -> None:
    # Of 8 x 4 pixels the third of the seven passes, which begins in the fifth line, has none.
    passes = [(1, 1), (1, 1), (2, 1), (4, 1), (4, 2), (8, 2)]
    packed = b"".join((b"\0" + bytes(columns)) * lines for columns, lines in passes)
    assert picture_of(png(8, 4, interlace=1, lines=packed)).image.height == 4


def test_an_animated_png_is_told_what_to_send_instead() -> None:
    assert refused(png(extra=chunk(b"acTL", struct.pack(">II", 2, 0)))) == "animated_png"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_on_its_side_is_refused_since_exif_is_left_out(
    order: str, orientation: int
) -> None:
    head = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0" + head + struct.pack(f"{order}IH", 8, 1) + entry + bytes(4)
    photo = jpeg_with(jpeg_segment(0xE1, exif))
    if orientation == 1:
        assert picture_of(photo).data == JPEG
    else:
        assert refused(photo) == "not_upright"


@given(st.sampled_from([*GOOD, riff(canvas(2), frame())]), st.data())
@settings(max_examples=200, deadline=None)
def test_damage_is_refused_or_does_no_harm(data: bytes, drawn: st.DataObject) -> None:
    damaged = bytearray(data)
    for _ in range(drawn.draw(st.integers(1, 4))):
        damaged[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(st.integers(0, 255))
    try:
        picture = picture_of(bytes(damaged))
    except RefusedImage:
        return
    assert picture_of(picture.data) == picture
