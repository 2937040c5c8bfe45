"""Attachments and parcels in a bucket of a real S3 interface."""

from collections.abc import Callable
from typing import Any

import pytest

from .....core.services.bucket_service import BucketFiles, BucketParcels
from .....domain.models.error_models import Rejected, TryLater
from ....aws_server import AwsServer
from ....contracts.storage import KEY, FilesContract, ParcelsContract, Put
from .conftest import NAME


@pytest.fixture
def put(s3: Callable[[], Any]) -> Put:
    def put(key: str, data: bytes) -> None:
        s3().put_object(Bucket=NAME, Key=key, Body=data)

    return put


@pytest.fixture
def files(s3: Callable[[], Any]) -> BucketFiles:
    return BucketFiles(s3, NAME)


@pytest.fixture
def parcels(s3: Callable[[], Any]) -> BucketParcels:
    return BucketParcels(s3, NAME)


class TestBucketFiles(FilesContract):
    """The contract, held by the adapter."""


class TestBucketParcels(ParcelsContract):
    """The contract, held by the adapter."""


def test_a_bucket_that_answers_otherwise_means_later(
    files: BucketFiles, empty_aws: AwsServer
) -> None:
    empty_aws.fail(f"HEAD /{NAME}", "SlowDown", status=503, times=None)
    with pytest.raises(TryLater, match=f"bucket {NAME}"):
        files.find(KEY)


def test_a_parcel_that_is_no_email_is_rejected(parcels: BucketParcels) -> None:
    parcels.put("id-1", b'{"to": "nobody"}')
    with pytest.raises(Rejected, match="content_lost"):
        parcels.read("id-1")


def test_a_parcel_that_cannot_be_deleted_is_left_to_the_lifecycle_rule(
    parcels: BucketParcels, empty_aws: AwsServer, caplog: pytest.LogCaptureFixture
) -> None:
    parcels.put("id-1", b"{}")
    empty_aws.fail(f"DELETE /{NAME}", "SlowDown", status=503, times=None)
    parcels.delete("id-1")
    assert "a parcel was not deleted" in caplog.text
