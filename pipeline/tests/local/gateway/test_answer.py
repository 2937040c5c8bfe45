"""What functions answer, as clients see it.

Expectations: Amazon API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs",
section "Lambda function response for format 2.0"; AWS Lambda developer guide, "Invoking Lambda
function URLs", section "Response payload format".
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.local.gateway.answer import MalformedAnswer, answer_of
from pipeline.local.gateway.messages import HttpAnswer

JSON = ("content-type", "application/json")


def answer(content: Any, **options: Any) -> HttpAnswer:
    return answer_of(json.dumps(content).encode(), **options)


@pytest.mark.parametrize("content", [{"message": "hi"}, [1, 2], 3, True, None, {}])
def test_json_without_a_status_is_the_body_itself(content: Any) -> None:
    assert answer(content) == HttpAnswer(200, (JSON,), json.dumps(content).encode())


def test_a_mere_text_is_the_body_without_quotes_but_with_them_at_a_function_url() -> None:
    assert answer("Hello!").body == b"Hello!"
    assert answer("Hello!", quoted=True).body == b'"Hello!"'


def test_status_headers_cookies_and_body_are_those_of_the_function() -> None:
    found = answer(
        {
            "statusCode": 201,
            "headers": {"Content-Type": "text/x", "X-Number": 5, "X-Flag": True},
            "cookies": ["a=1; Path=/", "b=2"],
            "body": "olá",
        }
    )
    assert found.status == 201
    assert found.body == "olá".encode()
    assert found.headers == (
        *(("content-type", "text/x"), ("x-number", "5"), ("x-flag", "true")),
        *(("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2")),
    )


def test_an_answer_without_a_type_gets_the_default() -> None:
    assert answer({"statusCode": 200, "body": "x"}).header("content-type").startswith("text/plain")
    url = answer({"statusCode": 200}, default_type="application/json")
    assert url.headers == (JSON,)


def test_a_status_may_be_a_text() -> None:
    assert answer({"statusCode": "404"}).status == 404


@given(content=st.binary(max_size=1000))
def test_binary_bodies_come_out_as_they_went_in(content: bytes) -> None:
    body = base64.b64encode(content).decode()
    assert answer({"statusCode": 200, "isBase64Encoded": True, "body": body}).body == content


def test_headers_of_the_connection_are_not_the_functions_affair() -> None:
    headers = {"Content-Length": "999", "Transfer-Encoding": "chunked", "Connection": "close"}
    found = answer({"statusCode": 200, "headers": headers, "body": "x"})
    assert [name for name, _ in found.headers] == ["content-type"]


def test_the_length_without_a_body_is_kept_for_head() -> None:
    assert answer({"statusCode": 200, "headers": {"Content-Length": "12"}}).length == 12
    assert (
        answer({"statusCode": 200, "headers": {"Content-Length": "12"}, "body": "x"}).length is None
    )
    assert answer({"statusCode": 200, "headers": {"Content-Length": "-1"}}).length is None


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"statusCode": 99}, "statusCode"),
        ({"statusCode": 100}, "statusCode"),
        ({"statusCode": 600}, "statusCode"),
        ({"statusCode": True}, "statusCode"),
        ({"statusCode": None}, "statusCode"),
        ({"statusCode": 200.5}, "statusCode"),
        ({"statusCode": "²00"}, "statusCode"),
        ({"statusCode": 200, "headers": ["a"]}, "headers"),
        ({"statusCode": 200, "headers": {"a b": "c"}}, '"a b"'),
        ({"statusCode": 200, "headers": {"": "c"}}, "called"),
        ({"statusCode": 200, "headers": {"a": "b\r\nSet-Cookie: c=d"}}, "header a"),
        ({"statusCode": 200, "headers": {"a": "b\x00"}}, "header a"),
        ({"statusCode": 200, "headers": {"a": "\ud800"}}, "header a"),
        ({"statusCode": 200, "headers": {"a": ["b"]}}, "header a"),
        ({"statusCode": 200, "headers": {"a": None}}, "header a"),
        ({"statusCode": 200, "cookies": "a=1"}, "cookies"),
        ({"statusCode": 200, "cookies": ["a=1\r\nX: y"]}, "cookies"),
        ({"statusCode": 200, "cookies": [1]}, "cookies"),
        ({"statusCode": 200, "body": {"a": 1}}, "body"),
        ({"statusCode": 200, "body": "*", "isBase64Encoded": True}, "base64"),
        ({"statusCode": 200, "body": "é", "isBase64Encoded": True}, "base64"),
    ],
)
def test_what_has_no_place_in_an_answer_is_malformed_and_named(content: Any, named: str) -> None:
    with pytest.raises(MalformedAnswer, match=named):
        answer(content)


def test_half_a_character_becomes_a_replacement() -> None:
    assert answer({"statusCode": 200, "body": "a\ud800b"}).body == "a\ufffdb".encode()
    assert answer("\ud83d\ude00 \ud800").body == "😀 \ufffd".encode()


@given(
    content=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=8,
    )
    | st.fixed_dictionaries(
        {"statusCode": st.integers(0, 999) | st.text(max_size=4)},
        optional={
            "headers": st.dictionaries(st.text(max_size=5), st.text(max_size=8) | st.integers()),
            "cookies": st.lists(st.text(max_size=8), max_size=3) | st.integers(),
            "body": st.text(max_size=8) | st.integers(),
            "isBase64Encoded": st.booleans(),
        },
    )
)
def test_whatever_a_function_returns_is_an_answer_or_malformed(content: Any) -> None:
    try:
        found = answer(content)
    except MalformedAnswer:
        return
    assert 200 <= found.status <= 599
    for name, value in found.headers:
        assert name.isascii()
        assert not set(f"{name}{value}") & set("\r\n\0")
