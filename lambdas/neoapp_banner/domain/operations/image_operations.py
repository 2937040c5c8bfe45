"""Whether bytes are a picture that may be shown, and the bytes that are kept of it.

The type is what the bytes are, whatever they are called. A file is taken apart into its parts and put
together again of those that make the picture: what else a file can carry (places where a photo was
taken, comments, a script for whoever reads it as something else) is left out or refused. Nothing is
decoded but a PNG's compression, in pieces, and never more than its size says.

Source documents: WHATWG "MIME Sniffing", section "Image type pattern matching"; those of each format
are named in its module.
"""

import hashlib

from ..models.error_models import NoPicture, RefusedImage
from ..models.image_models import (
    MAX_FRAMES,
    MAX_IMAGE_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    Image,
    ImageType,
    Picture,
)
from . import _gif, _jpeg, _png, _webp
from ._parts import Broken, Found


def picture_of(data: bytes) -> Picture:
    """The picture that `data` is.

    Raises:
        NoPicture: it is none of a kind that we keep.
        RefusedImage: it is too large, damaged, or more than a picture.
    """
    if len(data) > MAX_IMAGE_BYTES:
        raise RefusedImage("too_many_bytes", f"it has more than {MAX_IMAGE_BYTES} bytes")
    kind = type_of(data)
    try:
        found = _read(kind, data)
    except Broken as problem:
        raise RefusedImage(problem.code, str(problem)) from None
    _check_size(found)
    name = hashlib.sha256(found.data).hexdigest()
    image = Image(name, kind, found.width, found.height, len(found.data))
    return Picture(image, found.data)


def type_of(data: bytes) -> ImageType:
    """The type by its first bytes. Raises NoPicture."""
    if data.startswith(_png.SIGNATURE):
        return ImageType.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return ImageType.JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ImageType.GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageType.WEBP
    raise NoPicture("no_picture", "it is no PNG, JPEG, GIF or WebP; SVG can carry scripts")


def _read(kind: ImageType, data: bytes) -> Found:
    match kind:
        case ImageType.PNG:
            return _png.read(data, _check_size)
        case ImageType.JPEG:
            return _jpeg.read(data)
        case ImageType.GIF:
            return _gif.read(data)
        case ImageType.WEBP:
            return _webp.read(data)


def _check_size(found: Found) -> None:
    width, height = found.width, found.height
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE and width * height <= MAX_PIXELS):
        raise RefusedImage(
            "too_many_pixels",
            f"it has {width} x {height} pixels; a side may have 1 to {MAX_SIDE}, all {MAX_PIXELS}",
        )
    if found.frames > MAX_FRAMES:
        raise RefusedImage("too_many_frames", f"it has more than {MAX_FRAMES} frames")
