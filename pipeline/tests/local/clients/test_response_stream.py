"""InvokeWithResponseStream, by boto3, which reads the event stream.

Expectation: AWS Lambda API reference, "InvokeWithResponseStream".
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import NAME, Create

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

CODE = """
def handler(event, context):
    print("handling")
    if "raise" in event:
        raise ValueError(event["raise"])
    return {"large": "\\u00e9" * event["size"]}
"""


@pytest.fixture(autouse=True)
def function(create: Create) -> None:
    create(CODE)


def stream(client: LambdaClient, **event: Any) -> tuple[bytes, dict[str, Any]]:
    """What came in parts, put together, and what the end of the stream said."""
    response = client.invoke_with_response_stream(
        FunctionName=NAME, Qualifier="hom", Payload=json.dumps(event), LogType="Tail"
    )
    assert response["ExecutedVersion"] == "1"
    payload, end = b"", dict[str, Any]()
    for each in response["EventStream"]:
        assert not end, "there is something after the end"
        payload += each.get("PayloadChunk", {}).get("Payload", b"")
        end.update(each.get("InvokeComplete", {}))
    return payload, end


@pytest.mark.parametrize("size", [0, 1, 500_000])
def test_the_answer_comes_and_then_its_end(client: LambdaClient, size: int) -> None:
    payload, end = stream(client, size=size)
    assert json.loads(payload) == {"large": "é" * size}
    assert "ErrorCode" not in end
    assert "\nhandling\n" in base64.b64decode(end["LogResult"]).decode()


def test_a_function_that_fails_is_named_at_the_end(client: LambdaClient) -> None:
    _, end = stream(client, **{"raise": "as asked"})
    assert end["ErrorCode"] == "Unhandled"
    assert json.loads(end["ErrorDetails"])["errorMessage"] == "as asked"


def test_what_the_service_does_not_take_is_refused(client: LambdaClient) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.invoke_with_response_stream(FunctionName=NAME, Qualifier="nowhere")
    with pytest.raises(client.exceptions.InvalidRequestContentException):
        client.invoke_with_response_stream(FunctionName=NAME, Payload=b"no JSON")
