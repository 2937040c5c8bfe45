"""How a zip gets to Lambda: with the call, or through S3 when it is too large for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .artifact import Artifact
from .aws_errors import aws_errors
from .errors import ArtifactInvalid
from .gateway import Code

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

__all__ = ["DIRECT_BYTES", "Uploads"]

# Source: AWS Lambda developer guide, "Lambda quotas": 50 MB zipped, for direct upload.
DIRECT_BYTES = 50 * 1024 * 1024


class Uploads:
    """Says where Lambda finds the code of an artifact, and puts it there.

    Args:
        s3: makes the client when it is needed.
        bucket: for what is larger than `direct_bytes`; empty: there is none.
        direct_bytes: what may come with the call.
    """

    def __init__(
        self, s3: Callable[[], S3Client], bucket: str, direct_bytes: int = DIRECT_BYTES
    ) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._direct_bytes = direct_bytes

    def code(self, artifact: Artifact) -> Code:
        """The code, as CreateFunction and UpdateFunctionCode take it.

        Raises:
            ArtifactInvalid: the zip is too large for a call, and there is no bucket.
        """
        size = len(artifact.content)
        if size <= self._direct_bytes:
            return {"ZipFile": artifact.content}
        if not self._bucket:
            raise ArtifactInvalid(
                f"{artifact.name}: its zip has {size} bytes, and Lambda takes more than"
                f" {self._direct_bytes} from S3 alone",
                "Name a bucket with [aws] bucket in pipeline.toml, or make the artifact smaller",
            )
        key = f"lambdas/{artifact.name}/{artifact.manifest.sha256}.zip"
        with aws_errors("s3:PutObject", f"s3://{self._bucket}/{key}"):
            self._s3().put_object(
                Bucket=self._bucket, Key=key, Body=artifact.content, ChecksumAlgorithm="SHA256"
            )
        return {"S3Bucket": self._bucket, "S3Key": key}
