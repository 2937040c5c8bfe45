from __future__ import annotations

import io
from http import HTTPStatus

import pytest

from pipeline.local.http_wire import BadRequest, Request, read_request, write_response


def read(data: bytes, max_body: int = 1000) -> Request | None:
    return read_request(io.BytesIO(data), io.BytesIO(), max_body)


def test_a_request_is_read_with_its_body() -> None:
    request = read(b"POST /path HTTP/1.1\r\nContent-Length: 4\r\nX-One: a: b\r\n\r\nbody")

    headers = {"content-length": "4", "x-one": "a: b"}
    assert request == Request("POST", "/path", headers, b"body", 4)


def test_the_end_of_the_connection_is_no_request() -> None:
    assert read(b"") is None


def test_a_header_of_a_megabyte_is_read() -> None:
    value = "x" * 1024 * 1024

    request = read(f"GET / HTTP/1.1\r\nCause: {value}\r\n\r\n".encode())

    assert request is not None
    assert request.headers["cause"] == value


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked() -> None:
    answers = io.BytesIO()
    data = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"

    read_request(io.BytesIO(data), answers, 10)

    assert answers.getvalue() == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_of_a_body_that_is_too_long_only_the_beginning_is_kept() -> None:
    request = read(b"POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\n123456", max_body=4)

    assert request is not None
    assert (request.body, request.length) == (b"1234", 6)


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"H%d: x\r\n" % n for n in range(101)) + b"\r\n",
        b"GET /" + b"x" * (2 * 1024 * 1024),
    ],
)
def test_what_is_no_request_is_refused(data: bytes) -> None:
    with pytest.raises(BadRequest):
        read(data)


def test_a_response_says_how_long_it_is() -> None:
    stream = io.BytesIO()

    write_response(stream, HTTPStatus.ACCEPTED, b"{}", {"Content-Type": "application/json"})

    assert stream.getvalue() == (
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"
    )
