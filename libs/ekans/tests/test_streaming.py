"""Answers that are sent while they are made."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.streaming import MAX_BUFFERED_BYTES, streamed
from mew.core import lambda_main

EVENT: dict[str, Any] = {
    "version": "2.0",
    "rawQueryString": "",
    "headers": {"host": "x.example"},
    "requestContext": {
        "stage": "$default",
        "http": {"method": "GET", "path": "", "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1"},
    },
    "isBase64Encoded": False,
}


class Context:
    """Implements mew's LambdaContext port."""

    function_name = "notes"
    function_version = "7"
    invoked_function_arn = "arn:aws:lambda:sa-east-1:123456789012:function:notes:hom"
    aws_request_id = "r-1"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def app() -> FastAPI:
    router = APIRouter()

    @router.get("/{size}")
    def read(size: int, request: Request) -> Response:
        def chunks() -> Iterator[bytes]:
            for _ in range(size // 100_000):
                yield b"x" * 100_000
            if size < 0:
                yield b"half"
                raise RuntimeError
            yield b"x" * (size % 100_000)

        return streamed(request, chunks(), "audio/mpeg", headers={"x-a": "b"})

    return create_api("notes", routers=[router])


def invoke(path: str) -> Any:
    event = json.loads(json.dumps(EVENT))
    event["rawPath"] = event["requestContext"]["http"]["path"] = path
    event["routeKey"] = "$default"
    return lambda_main(http=app)(event, Context())


def test_under_a_server_it_streams() -> None:
    with TestClient(app()) as http, http.stream("GET", "/9000000") as answer:
        assert "content-length" not in answer.headers
        assert (answer.headers["content-type"], answer.headers["x-a"]) == ("audio/mpeg", "b")
        assert sum(len(chunk) for chunk in answer.iter_bytes()) == 9_000_000


def test_in_a_lambda_it_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    answer = invoke("/250000")
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert answer["headers"]["content-length"] == "250000"


def test_in_a_lambda_a_failure_in_the_middle_is_an_answer_of_its_own() -> None:
    answer = invoke("/-1")
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["type"] == "urn:problem-type:ekans:internal-error"


def test_in_a_lambda_what_does_not_fit_is_told_before_lambda_drops_it() -> None:
    assert invoke(f"/{MAX_BUFFERED_BYTES}")["statusCode"] == 200
    answer = invoke(f"/{MAX_BUFFERED_BYTES + 1}")
    assert answer["statusCode"] == 500
    assert "too large" in json.loads(answer["body"])["detail"]
    assert len(json.dumps(invoke(f"/{MAX_BUFFERED_BYTES}"))) < 6 * 1024 * 1024
