"""What everything that keeps pictures must do: the adapter as well as its fake."""

import pytest

from ...domain.operations.image_operations import picture_of
from ...domain.ports import Images
from .. import pictures


class ImagesContract:
    """A subclass, or its module, gives the fixture `images`."""

    @pytest.mark.parametrize(
        "data", [pictures.png(3, 5), pictures.JPEG, pictures.GIF, pictures.WEBP]
    )
    def test_what_is_kept_is_found(self, images: Images, data: bytes) -> None:
        picture = picture_of(data)
        images.keep(picture)
        assert images.find(picture.image.id) == picture.image

    def test_keeping_it_again_changes_nothing(self, images: Images) -> None:
        picture = picture_of(pictures.png(7, 7))
        images.keep(picture)
        images.keep(picture)
        assert images.find(picture.image.id) == picture.image

    def test_nothing_is_found_under_an_unknown_id(self, images: Images) -> None:
        assert images.find("f" * 64) is None
