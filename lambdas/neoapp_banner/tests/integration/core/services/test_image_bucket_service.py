"""The pictures in a real bucket."""

from collections.abc import Iterator

import boto3
import pytest

from mew.config import client
from mew.core import invocation

from .....core.services.image_bucket_service import BucketImages
from .....domain.models.error_models import TryLater
from ....conftest import Account
from ....contracts.images import ImagesContract
from ....samples import PICTURE

BUCKET = "neoapp-hom-banners"


@pytest.fixture
def images(aws: Account) -> Iterator[BucketImages]:
    with invocation("hom", seconds=30):
        yield BucketImages(lambda: client("s3"), BUCKET)


class TestBucketImages(ImagesContract):
    """The contract, held by the adapter."""


def test_a_picture_is_served_as_what_it_is_and_for_ever(images: BucketImages) -> None:
    images.keep(PICTURE)
    found = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"images/{PICTURE.image.id}")
    assert found["ContentType"] == "image/png"
    assert found["CacheControl"] == "public, max-age=31536000, immutable"
    assert found["Body"].read() == PICTURE.data


def test_what_somebody_else_put_there_is_no_picture(images: BucketImages) -> None:
    boto3.client("s3").put_object(
        Bucket=BUCKET, Key=f"images/{'e' * 64}", Body=b"<svg/>", ContentType="image/svg+xml"
    )
    assert images.find("e" * 64) is None


def test_a_bucket_that_cannot_be_had_is_to_be_tried_later(aws: Account) -> None:
    with invocation("hom", seconds=30):
        absent = BucketImages(lambda: client("s3"), "neoapp-hom-nothing")
        with pytest.raises(TryLater):
            absent.keep(PICTURE)
