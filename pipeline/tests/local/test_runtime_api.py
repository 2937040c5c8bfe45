from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from pipeline.local.runtime_api import MAX_RESPONSE_BYTES, RuntimeApi
from pipeline.local.runtime_events import (
    Answered,
    Failed,
    InitFailed,
    Invocation,
    Ready,
    RuntimeEvent,
)

EVENT = Invocation("id-1", b'{"a": 1}', "arn:aws:lambda:x:hom", 1700000000000, "Root=1", '{"b": 2}')
NEXT = "/2018-06-01/runtime/invocation/next"
RESPONSE = "/2018-06-01/runtime/invocation/id-1/response"


class Runtime:
    """The other side: what a runtime client does, over one connection."""

    def __init__(self, api: RuntimeApi) -> None:
        self.connection = http.client.HTTPConnection(api.address, timeout=10)

    def get(self, path: str) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        return response, response.read()

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str]]:
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        answer: dict[str, str] = json.loads(response.read())
        return response.status, answer


@pytest.fixture
def events() -> SimpleQueue[RuntimeEvent]:
    return SimpleQueue()


@pytest.fixture
def api(events: SimpleQueue[RuntimeEvent]) -> Iterator[RuntimeApi]:
    api = RuntimeApi(events)
    yield api
    api.close()


@pytest.fixture
def runtime(api: RuntimeApi) -> Iterator[Runtime]:
    runtime = Runtime(api)
    yield runtime
    runtime.connection.close()


def test_next_gives_the_event_with_every_header_that_a_runtime_needs(
    api: RuntimeApi, runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    api.dispatch(EVENT)

    response, body = runtime.get(NEXT)

    assert body == EVENT.payload
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Lambda-Runtime-Aws-Request-Id"] == "id-1"
    assert response.headers["Lambda-Runtime-Deadline-Ms"] == "1700000000000"
    assert response.headers["Lambda-Runtime-Invoked-Function-Arn"] == "arn:aws:lambda:x:hom"
    assert response.headers["Lambda-Runtime-Trace-Id"] == "Root=1"
    assert response.headers["Lambda-Runtime-Client-Context"] == '{"b": 2}'
    assert events.get(timeout=5) == Ready()


def test_an_answer_is_accepted_once(
    api: RuntimeApi, runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    api.dispatch(EVENT)
    runtime.get(NEXT)

    assert runtime.post(RESPONSE, b"1") == (202, {"status": "OK"})
    assert runtime.post(RESPONSE, b"2")[0] == 400
    assert [events.get(timeout=5), events.get(timeout=5)] == [Ready(), Answered(b"1")]
    assert events.empty()


def test_an_answer_to_another_invocation_is_refused(api: RuntimeApi, runtime: Runtime) -> None:
    api.dispatch(EVENT)
    runtime.get(NEXT)

    status, answer = runtime.post(RESPONSE.replace("id-1", "id-2"), b"1")

    assert (status, answer["errorType"]) == (400, "InvalidRequestID")


def test_an_error_keeps_its_type(
    api: RuntimeApi, runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    api.dispatch(EVENT)
    runtime.get(NEXT)

    header = {"Lambda-Runtime-Function-Error-Type": "Runtime.MarshalError"}
    runtime.post(RESPONSE.replace("response", "error"), b"{}", **header)

    assert [events.get(timeout=5), events.get(timeout=5)] == [
        Ready(),
        Failed(b"{}", "Runtime.MarshalError"),
    ]


def test_an_init_error_is_heard_without_an_invocation(
    runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    header = {"Lambda-Runtime-Function-Error-Type": "Runtime.ImportModuleError"}

    assert runtime.post("/2018-06-01/runtime/init/error", b"{}", **header)[0] == 202
    assert events.get(timeout=5) == InitFailed(b"{}", "Runtime.ImportModuleError")


def test_an_answer_that_is_too_large_fails_the_invocation_and_is_refused(
    api: RuntimeApi, runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    api.dispatch(EVENT)
    runtime.get(NEXT)

    status, answer = runtime.post(RESPONSE, b"x" * (MAX_RESPONSE_BYTES + 1))

    assert (status, answer["errorType"]) == (413, "RequestEntityTooLarge")
    assert events.get(timeout=5) == Ready()
    failed = events.get(timeout=5)
    assert isinstance(failed, Failed)
    assert json.loads(failed.payload) == {
        "errorMessage": "Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }


def test_what_the_runtime_api_does_not_have_is_not_found(runtime: Runtime) -> None:
    response, _ = runtime.get("/2018-06-01/runtime/other")

    assert response.status == 404


def test_closing_ends_a_runtime_that_waits(
    api: RuntimeApi, runtime: Runtime, events: SimpleQueue[RuntimeEvent]
) -> None:
    runtime.connection.request("GET", NEXT)
    assert events.get(timeout=5) == Ready()

    api.close()

    with pytest.raises((http.client.HTTPException, ConnectionError)):
        runtime.connection.getresponse()


def test_closing_twice_is_allowed(api: RuntimeApi) -> None:
    api.close()
    api.close()


def test_the_payload_is_in_no_repr() -> None:
    assert "a" not in repr(Answered(b"a secret")).removeprefix("Answered")
    assert '"a"' not in repr(EVENT)
