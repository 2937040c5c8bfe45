"""boto3 clients: one per stage and service, bounded, made once even when threads race."""

from __future__ import annotations

import contextvars
import threading
from typing import Any

import pytest

from ..config import client, forget
from ..core import invocation
from ..errors import StageError

pytestmark = pytest.mark.usefixtures("aws")


def test_a_client_is_made_once_per_stage_and_service() -> None:
    with invocation("hom"):
        hom = client("sqs")
        assert client("sqs") is hom
        assert client("dynamodb") is client("dynamodb")
    with invocation("prod"):
        assert client("sqs") is not hom


def test_every_wait_of_a_client_is_bounded() -> None:
    with invocation("hom"):
        made: Any = client("sqs").meta.config
    assert (made.connect_timeout, made.read_timeout) == (2.0, 10.0)
    assert made.retries["mode"] == "standard"
    assert made.retries["total_max_attempts"] == 3


def test_outside_of_an_invocation_there_is_no_client() -> None:
    with pytest.raises(StageError, match="no invocation is running"):
        client("sqs")


def test_threads_that_race_for_a_client_get_the_same_one() -> None:
    forget()
    ready = threading.Barrier(20, timeout=60)
    found: list[Any] = []

    def ask() -> None:
        ready.wait()
        found.append(client("sqs"))

    with invocation("hom"):
        threads = [
            threading.Thread(target=contextvars.copy_context().run, args=(ask,)) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(found) == 20
    assert len({id(one) for one in found}) == 1


def test_a_link_of_s3_binds_what_was_signed_with_it() -> None:
    params = {"Bucket": "b", "Key": "k", "ContentLength": 17}
    with invocation("hom"):
        url = client("s3").generate_presigned_url("put_object", Params=params, ExpiresIn=60)
    assert "X-Amz-SignedHeaders=content-length%3Bhost" in url
