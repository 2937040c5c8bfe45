"""Pictures in the stage's bucket, under the hash of their bytes: what is there never changes.

Source document: "Amazon S3 API Reference" (PutObject, HeadObject).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.models.image_models import Image, ImageType, Picture
from ..utils.helpers import error_code, trouble_with_the_bucket

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

FOLDER = "images/"

_NOT_THERE = ("404", "NoSuchKey", "NotFound")
_FOR_EVER = "public, max-age=31536000, immutable"


class BucketImages:
    """The pictures of one stage.

    Args:
        client: gives the stage's client.
        bucket: the bucket's name.
    """

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, picture: Picture) -> None:
        """Put it there with its type and size; again changes nothing."""
        image = picture.image
        with trouble_with_the_bucket(self._bucket):
            self._client().put_object(
                Bucket=self._bucket,
                Key=FOLDER + image.id,
                Body=picture.data,
                ContentType=image.type.value,
                CacheControl=_FOR_EVER,
                Metadata={"width": str(image.width), "height": str(image.height)},
            )

    def find(self, image_id: str) -> Image | None:
        """The picture that is kept under this id, or None."""
        from botocore.exceptions import ClientError

        with trouble_with_the_bucket(self._bucket):
            try:
                found = self._client().head_object(Bucket=self._bucket, Key=FOLDER + image_id)
            except ClientError as error:
                if error_code(error) in _NOT_THERE:
                    return None
                raise
        told = found["Metadata"]
        try:
            width, height = int(told["width"]), int(told["height"])
            return Image(
                image_id, ImageType(found["ContentType"]), width, height, found["ContentLength"]
            )
        except (KeyError, ValueError):
            # Nobody but `keep` may put something here: what has not its marks is not shown.
            return None
