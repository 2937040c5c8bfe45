"""A banner's picture."""

from dataclasses import dataclass
from enum import StrEnum

MAX_IMAGE_BYTES = 2 * 1024 * 1024
"""Every visitor loads it; and in base64 it fits an invocation's 6 MB twice."""

MAX_SIDE = 4096
"""Pixels of width and of height."""

MAX_PIXELS = 8 * 1024 * 1024
"""Pixels of one frame: what decoding costs a visitor is four bytes each."""

MAX_FRAMES = 200


class ImageType(StrEnum):
    """The kinds that we keep: what every browser shows, and what can carry no script."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    WEBP = "image/webp"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that was checked and kept.

    Args:
        id: the SHA-256 of its bytes, in 64 hex digits: the same picture has one id.
        type: by its content.
        width: in pixels.
        height: in pixels.
        size: in bytes.
    """

    id: str
    type: ImageType
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was checked, with the bytes to keep."""

    image: Image
    data: bytes
