"""Making a local AWS ready: run twice by the fixtures of all tests, for each stage."""

from pathlib import Path
from typing import Any

import boto3
import pytest

from mew.errors import MewError

from ....scripts.setup_env import make_bucket, set_up

BUCKET = "neoapp-hom-genia-voice"


@pytest.fixture
def s3(aws: str) -> Any:
    return boto3.client("s3")


def expirations(s3: Any) -> dict[str, int]:
    """Days by prefix."""
    rules = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    return {rule["Filter"]["Prefix"]: rule["Expiration"]["Days"] for rule in rules}


def test_audio_goes_by_itself_when_its_time_is_over(s3: Any) -> None:
    assert expirations(s3) == {"uploads/": 1, "speech/": 1, "turns/": 30}


def test_making_it_again_changes_the_time_alone(s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="kept", Body=b"x")
    make_bucket(s3, BUCKET, "sa-east-1", 7)
    assert expirations(s3)["turns/"] == 7
    make_bucket(s3, BUCKET, "sa-east-1", 30)
    assert s3.get_object(Bucket=BUCKET, Key="kept")["Body"].read() == b"x"
    s3.delete_object(Bucket=BUCKET, Key="kept")


def test_an_endpoint_that_is_elsewhere_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BUCKET=b")
    with pytest.raises(MewError, match="this machine alone"):
        set_up("hom", file, "https://s3.sa-east-1.amazonaws.com")
