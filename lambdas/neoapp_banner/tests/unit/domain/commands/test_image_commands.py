"""Keeping pictures."""

import pytest

from .....domain.commands.image_commands import KeepImage
from .....domain.models.error_models import NoPicture, RefusedImage
from ....fakes import FakeImages
from ....pictures import png


@pytest.mark.parametrize("told", ["image/png", "", "application/octet-stream"])
def test_a_picture_is_kept_under_the_hash_of_its_bytes(told: str) -> None:
    images = FakeImages()
    image = KeepImage(png(), told).execute(images)
    assert images.find(image.id) == image
    assert KeepImage(png(), told).execute(images) == image


def test_a_picture_of_another_type_than_was_told_is_refused() -> None:
    images = FakeImages()
    with pytest.raises(RefusedImage, match="image/png"):
        KeepImage(png(), "image/svg+xml").execute(images)
    assert images.kept == {}


def test_nothing_is_kept_of_what_is_no_picture() -> None:
    images = FakeImages()
    with pytest.raises(NoPicture):
        KeepImage(b"<svg/>", "image/png").execute(images)
    assert images.kept == {}
