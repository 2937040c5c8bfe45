"""Keeping pictures."""

from dataclasses import dataclass

from ..models.error_models import RefusedImage
from ..models.image_models import Image
from ..operations.image_operations import picture_of
from ..ports import Images

ANY_TYPE = ("", "application/octet-stream")
"""What says nothing about the type."""


@dataclass(frozen=True, slots=True)
class KeepImage:
    """Check a picture and keep it.

    Args:
        data: its bytes.
        told_type: the media type that the sender claims, without parameters.
    """

    data: bytes
    told_type: str

    def execute(self, images: Images) -> Image:
        """The picture as it is kept. Raises NoPicture, RefusedImage or TryLater."""
        picture = picture_of(self.data)
        if self.told_type not in (*ANY_TYPE, picture.image.type):
            raise RefusedImage(
                "type_differs",
                f"it is {picture.image.type.value}, and was announced as another type",
            )
        images.keep(picture)
        return picture.image
