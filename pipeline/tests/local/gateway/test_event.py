"""Requests as functions see them.

Expectations: Amazon API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs";
AWS Lambda developer guide, "Invoking Lambda function URLs".
"""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest

from pipeline.local.gateway.event import Place, event_of
from pipeline.local.gateway.messages import HttpRequest

PLACE = Place("/hom/a/x y", "hom/a", "a", "127.0.0.1", 4242)
REQUEST_ID = str(uuid.uuid4())


def event(
    *headers: tuple[str, str], method: str = "POST", query: str = "", body: bytes = b""
) -> Any:
    request = HttpRequest(method, "/hom/a/x%20y", query, headers, body)
    return json.loads(event_of(request, PLACE, REQUEST_ID))


def test_an_event_has_the_documented_fields_and_no_others() -> None:
    found = event(("user-agent", "agent"), query="a=1", body=b"{}")

    assert set(found) == {
        *("version", "routeKey", "rawPath", "rawQueryString", "headers", "queryStringParameters"),
        *("requestContext", "body", "isBase64Encoded"),
    }
    assert (found["version"], found["routeKey"], found["rawPath"]) == (
        "2.0",
        "$default",
        PLACE.path,
    )
    context = found["requestContext"]
    assert set(context) == {
        *("accountId", "apiId", "domainName", "domainPrefix", "http", "requestId", "routeKey"),
        *("stage", "time", "timeEpoch"),
    }
    assert context["http"] == {
        "method": "POST",
        "path": PLACE.path,
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "agent",
    }
    assert (context["stage"], context["apiId"], context["requestId"]) == ("hom/a", "a", REQUEST_ID)


def test_headers_that_come_twice_are_joined_by_commas() -> None:
    headers = event(("x-a", "1"), ("x-b", "2"), ("x-a", "3"))["headers"]
    assert (headers["x-a"], headers["x-b"]) == ("1,3", "2")


def test_what_concerns_the_connection_alone_is_left_out() -> None:
    headers = event(("connection", "close"), ("te", "trailers"), ("upgrade", "h2c"))["headers"]
    assert not {"connection", "te", "upgrade"} & set(headers)


def test_the_way_that_a_request_came_is_added() -> None:
    headers = event(("x-forwarded-for", "10.0.0.1"), ("x-forwarded-proto", "https"))["headers"]
    assert headers["x-forwarded-for"] == "10.0.0.1, 127.0.0.1"
    assert (headers["x-forwarded-port"], headers["x-forwarded-proto"]) == ("4242", "http")
    assert headers["x-amzn-trace-id"].startswith("Root=1-")


def test_cookies_are_a_list_of_their_own() -> None:
    found = event(("cookie", "a=1; b=2"), ("cookie", "c=3"))
    assert found["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in found["headers"]


def test_parameters_are_decoded_and_those_that_come_twice_joined_by_commas() -> None:
    found = event(query="a=1&b=%20x&a=2&empty=&flag&n=%C3%A9")
    assert found["rawQueryString"] == "a=1&b=%20x&a=2&empty=&flag&n=%C3%A9"
    assert found["queryStringParameters"] == {
        "a": "1,2",
        "b": " x",
        "empty": "",
        "flag": "",
        "n": "é",
    }


def test_what_is_not_there_is_left_out() -> None:
    assert not {"body", "cookies", "queryStringParameters"} & set(event(method="GET"))


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("text/csv", True),
        ("application/json; charset=utf-8", True),
        ("application/xml", True),
        ("application/javascript", True),
        ("application/x-www-form-urlencoded", False),
        ("application/problem+json", False),
        ("image/png", False),
        ("", False),
    ],
)
def test_a_body_is_text_where_its_type_is_one_of_the_texts(content_type: str, text: bool) -> None:
    found = event(("content-type", content_type), body="é".encode())
    expected = "é" if text else base64.b64encode("é".encode()).decode()
    assert (found["body"], found["isBase64Encoded"]) == (expected, not text)


def test_a_text_that_is_no_text_is_sent_as_base64() -> None:
    for headers in ([("content-type", "text/plain")], [("content-type", "application/json")]):
        found = event(*headers, body=b"\xff\xfe")
        assert base64.b64decode(found["body"]) == b"\xff\xfe"
        assert found["isBase64Encoded"]


def test_a_compressed_text_is_sent_as_base64() -> None:
    found = event(("content-type", "text/plain"), ("content-encoding", "gzip"), body=b"abc")
    assert found["isBase64Encoded"]


def test_the_length_is_that_of_the_body_however_it_came() -> None:
    assert event(body=b"abc")["headers"]["content-length"] == "3"
