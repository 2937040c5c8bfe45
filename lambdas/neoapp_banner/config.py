"""Settings: everything that differs between stages, from Secrets Manager."""

from typing import Annotated

from pydantic import Field, StringConstraints

from ekans.auth import StoredKey
from mew.config import Settings as BaseSettings
from mew.config import secret

CursorKey = Annotated[str, StringConstraints(min_length=32)]


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    api_keys: tuple[StoredKey, ...] = secret(
        "neoapp/{stage}/banner",
        key="api_keys",
        example="[]",
        description="Keys of editors: hashes with the scopes banners:read and banners:write",
    )
    cursor_keys: Annotated[tuple[CursorKey, ...], Field(min_length=1)] = secret(
        "neoapp/{stage}/banner",
        key="cursor_keys",
        example='["for-this-machine-alone-{stage}-0123456789"]',
        description="What signs the cursors of lists, 32 characters or more; the first one signs",
    )
    bucket: str = secret(
        "neoapp/{stage}/banner",
        key="bucket",
        # Without ListBucket, S3 answers "forbidden" for an object that is not there.
        allows=("s3:ListBucket", "s3:GetObject", "s3:PutObject"),
        resource=("s3:neoapp-{stage}-banners", "s3:neoapp-{stage}-banners/images/*"),
        example="neoapp-{stage}-banners",
        description="Bucket of the pictures",
    )
    image_url: str = secret(
        "neoapp/{stage}/banner",
        key="image_url",
        example="https://banners-{stage}.example.com/images",
        description="Where the bucket's folder images/ is served from, without a slash at the end",
    )
    cors_origins: tuple[str, ...] = secret(
        "neoapp/{stage}/banner",
        key="cors_origins",
        example='["https://{stage}.example.com"]',
        description="Origins of the pages that show banners",
        default=(),
    )
    database: str = secret(
        "neoapp/{stage}/banner-database",
        example="Driver=SQLite3;Database=/tmp/neoapp_banner_{stage}.db",
        description="Database of the banners: JSON as RDS writes it, or an ODBC string",
    )
