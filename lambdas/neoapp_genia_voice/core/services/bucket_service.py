"""The stage's bucket: audio that is too large for a request, and what was spoken in turns.

Source document: "Amazon S3 API Reference" (PutObject, GetObject, DeleteObjects, and "Authenticating
Requests: Using Query Parameters", by which a link carries its permission).
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.models.audio_models import Link
from ...domain.models.error_models import UnusableAudio
from ..utils.helpers import error_code, trouble_with

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_NOT_THERE = ("404", "NoSuchKey", "NotFound")


class BucketStore:
    """Audio by key.

    Args:
        client: gives the stage's client.
        bucket: the bucket's name.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        client: "Callable[[], S3Client]",
        bucket: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._clock = clock
        self._what = f"bucket {bucket}"

    def put(self, key: str, content: bytes, media_type: str) -> None:
        """Keep it."""
        with trouble_with(self._what):
            self._client().put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType=media_type
            )

    def get(self, key: str, limit: int) -> bytes | None:
        """What is there, or None. Raises UnusableAudio when it is larger than `limit` bytes."""
        from botocore.exceptions import ClientError

        with trouble_with(self._what):
            try:
                found = self._client().get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error_code(error) in _NOT_THERE:
                    return None
                raise
            with found["Body"] as body:
                content: bytes = body.read(limit + 1)
        if len(content) > limit:
            raise UnusableAudio(f"it is larger than {limit} bytes")
        return content

    def delete(self, prefix: str) -> None:
        """Take away everything whose key begins so."""
        with trouble_with(self._what):
            pages = self._client().get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                for found in page.get("Contents", []):
                    self._client().delete_object(Bucket=self._bucket, Key=found["Key"])

    def link_to_get(self, key: str, seconds: int) -> Link:
        """Where it can be fetched for so many seconds."""
        with trouble_with(self._what):
            url = self._client().generate_presigned_url(
                "get_object", Params={"Bucket": self._bucket, "Key": key}, ExpiresIn=seconds
            )
        return Link(url, self._clock() + seconds)

    def link_to_put(self, key: str, size: int, media_type: str, seconds: int) -> Link:
        """Where exactly `size` bytes can be put for so many seconds: the length is signed, too."""
        params = {
            "Bucket": self._bucket,
            "Key": key,
            "ContentLength": size,
            "ContentType": media_type,
        }
        with trouble_with(self._what):
            url = self._client().generate_presigned_url(
                "put_object", Params=params, ExpiresIn=seconds
            )
        return Link(url, self._clock() + seconds)
