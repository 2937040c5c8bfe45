"""The stage's bucket: attachments that callers put there, and e-mails too large for the queue.

Source document: "Amazon S3 API Reference" (HeadObject, GetObject with If-Match).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ...domain.models.email_models import Email, StoredFile
from ...domain.models.error_models import Rejected, TryLater
from ..utils.helpers import error_code, trouble_with
from ..utils.notations import parcel_key

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import GetObjectRequestTypeDef

_NOT_THERE = ("404", "NoSuchKey", "NotFound")


class BucketFiles:
    """Attachments by key.

    Args:
        client: gives the stage's client.
        bucket: the bucket's name.
    """

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def find(self, key: str) -> StoredFile | None:
        """What lies under `key` now."""
        from botocore.exceptions import ClientError

        with trouble_with(f"bucket {self._bucket}"):
            try:
                found = self._client().head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error_code(error) in _NOT_THERE:
                    return None
                raise
        return StoredFile(found["ContentLength"], found["ETag"].strip('"'))

    def read(self, key: str, etag: str | None, limit: int) -> bytes:
        """The bytes under `key`, at most `limit`, of the version that `etag` names."""
        from botocore.exceptions import ClientError

        request: GetObjectRequestTypeDef = {"Bucket": self._bucket, "Key": key}
        if etag:
            request["IfMatch"] = f'"{etag}"'
        with trouble_with(f"bucket {self._bucket}"):
            try:
                found = self._client().get_object(**request)
            except ClientError as error:
                code = error_code(error)
                if code in _NOT_THERE:
                    raise Rejected("attachment_missing", "an attached object is gone") from error
                if code in ("PreconditionFailed", "412"):
                    reason = "an attached object was replaced after the e-mail was accepted"
                    raise Rejected("attachment_changed", reason) from error
                raise
            with found["Body"] as body:
                data: bytes = body.read(limit + 1)
        if len(data) > limit:
            raise Rejected("attachments_too_large", "the attached objects exceed the limit")
        return data


class BucketParcels:
    """E-mails that wait in the bucket.

    Args:
        client: gives the stage's client.
        bucket: the bucket's name.
    """

    def __init__(self, client: "Callable[[], S3Client]", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, email_id: str, content: bytes) -> None:
        """Park `content`, the e-mail as JSON."""
        with trouble_with(f"bucket {self._bucket}"):
            self._client().put_object(
                Bucket=self._bucket,
                Key=parcel_key(email_id),
                Body=content,
                ContentType="application/json",
            )

    def read(self, email_id: str) -> Email | None:
        """What was parked for this e-mail."""
        from botocore.exceptions import ClientError

        with trouble_with(f"bucket {self._bucket}"):
            try:
                found = self._client().get_object(Bucket=self._bucket, Key=parcel_key(email_id))
            except ClientError as error:
                if error_code(error) in _NOT_THERE:
                    return None
                raise
            with found["Body"] as body:
                content = body.read()
        try:
            return Email.model_validate_json(content)
        except ValidationError as error:
            raise Rejected("content_lost", "what waited in the bucket is no e-mail") from error

    def delete(self, email_id: str) -> None:
        """Forget the parcel.

        That it stays behind is no reason to send a message again: the bucket's lifecycle rule
        (see `scripts/migrate.py`) removes what this leaves.
        """
        try:
            with trouble_with(f"bucket {self._bucket}"):
                self._client().delete_object(Bucket=self._bucket, Key=parcel_key(email_id))
        except TryLater as error:
            import logging

            logging.getLogger(__name__).warning("a parcel was not deleted: %s", error)
