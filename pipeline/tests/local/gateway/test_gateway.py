"""Lambdas at their stages, behind the gateway.

Expectations: Amazon API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs",
"Troubleshooting issues with HTTP API Lambda integrations" and "Quotas for configuring and running an
HTTP API".
"""

from __future__ import annotations

import base64
import concurrent.futures
import json
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.local.gateway.gateway import Gateway

from .client import Answer, ask
from .conftest import DeployCode
from .wire import wire

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment  # pants: no-infer-dep

NAME = "neoapp_sample"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def sample(deploy_code: DeployCode) -> None:
    deploy_code(NAME)


def tell(gateway: Gateway, /, stage: str = "hom", **what: Any) -> Answer:
    """Has the function do something."""
    return ask(gateway.port, f"/{stage}/{NAME}/", "POST", json.dumps(what).encode(), JSON)


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_a_request_reaches_the_alias_of_its_stage(gateway: Gateway, stage: str) -> None:
    answer = ask(gateway.port, f"/{stage}/{NAME}/a%20b/%C3%A9?q=1&q=2")

    event, arn = answer.json()
    assert arn == f"{ARN}:{stage}"
    assert event["rawPath"] == f"/{stage}/{NAME}/a b/é"
    assert event["requestContext"]["stage"] == f"{stage}/{NAME}"
    assert event["queryStringParameters"] == {"q": "1,2"}
    assert event["headers"]["host"] == f"127.0.0.1:{gateway.port}"
    assert answer.header("apigw-requestid") == event["requestContext"]["requestId"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
def test_every_method_reaches_the_function(gateway: Gateway, method: str) -> None:
    event, _ = ask(gateway.port, f"/hom/{NAME}/", method).json()
    assert event["requestContext"]["http"]["method"] == method


def test_head_reaches_the_function_and_its_answer_has_no_body(gateway: Gateway) -> None:
    answer = ask(gateway.port, f"/hom/{NAME}/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.header("content-length") or 0) > 100


def test_binary_bodies_go_both_ways(gateway: Gateway) -> None:
    content = bytes(range(256))
    event, _ = ask(gateway.port, f"/hom/{NAME}/", "POST", content).json()
    assert base64.b64decode(event["body"]) == content

    body = base64.b64encode(content).decode()
    answer = tell(gateway, answer={"statusCode": 200, "isBase64Encoded": True, "body": body})
    assert answer.body == content


def test_cookies_go_both_ways(gateway: Gateway) -> None:
    event, _ = ask(gateway.port, f"/hom/{NAME}/", headers={"Cookie": "a=1; b=2"}).json()
    assert event["cookies"] == ["a=1", "b=2"]

    answer = tell(gateway, answer={"statusCode": 204, "cookies": ["a=1; Path=/", "b=2"]})
    assert [value for name, value in answer.headers if name == "set-cookie"] == [
        *("a=1; Path=/", "b=2")
    ]
    assert (answer.status, answer.body) == (204, b"")


def test_json_without_a_status_is_answered_with_200(gateway: Gateway) -> None:
    answer = tell(gateway, answer={"message": "hi"})
    assert (answer.status, answer.json()) == (200, {"message": "hi"})
    assert answer.header("content-type") == "application/json"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"raise": "a secret"}, "the function failed: ValueError"),
        ({"exit": 3}, "the function failed: Runtime.ExitError"),
        ({"answer": {"statusCode": "no"}}, "malformed answer: statusCode"),
        ({"answer": {"statusCode": 200, "headers": {"a\r\nb": "c"}}}, "malformed answer: a header"),
        ({"large": 6_291_556}, "Function.ResponseSizeTooLarge"),
    ],
)
def test_a_function_that_fails_or_answers_nonsense_is_an_internal_error(
    gateway: Gateway, what: dict[str, Any], reason: str
) -> None:
    answer = tell(gateway, **what)
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    said = answer.header("x-local-integration-error") or ""
    assert reason in said
    assert "secret" not in said
    # The next invocation is none the worse for it.
    assert ask(gateway.port, f"/hom/{NAME}/").status == 200


def test_a_function_that_takes_longer_than_its_timeout_is_an_internal_error(
    gateway: Gateway, deploy_code: DeployCode
) -> None:
    deploy_code("neoapp_short", timeout=0.5)
    answer = ask(gateway.port, "/hom/neoapp_short/", "POST", b'{"sleep": 30}', JSON)
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    assert "Sandbox.Timedout" in (answer.header("x-local-integration-error") or "")


def test_a_client_waits_no_longer_than_the_integration_may_take(
    cloud: LocalCloud, deploy_code: DeployCode
) -> None:
    function = deploy_code("neoapp_slow")
    function.invoke(b"{}", "hom")
    with Gateway(cloud, seconds=0.3) as hasty:
        answer = ask(hasty.port, "/hom/neoapp_slow/", "POST", b'{"sleep": 2}', JSON)
        assert (answer.status, answer.json()) == (503, {"message": "Service Unavailable"})
        assert answer.header("x-local-integration-error") == "no answer within 0.3 s"


def test_more_invocations_than_reserved_are_unavailable(
    cloud: LocalCloud, gateway: Gateway, deploy_code: DeployCode
) -> None:
    deploy_code("neoapp_none")
    cloud.functions.reserve("neoapp_none", 0)
    answer = ask(gateway.port, "/hom/neoapp_none/")
    assert (answer.status, answer.json()) == (503, {"message": "Service Unavailable"})


@pytest.mark.parametrize("size", [4_800_000, 10 * 1024 * 1024 + 1])
def test_a_payload_that_lambda_or_the_gateway_refuses_is_too_large(
    gateway: Gateway, size: int
) -> None:
    # The smaller one is above 6 MB as base64.
    answer = ask(gateway.port, f"/hom/{NAME}/", "POST", b"\xff" * size)
    assert (answer.status, answer.json()) == (413, {"message": "Request Entity Too Large"})


@pytest.mark.parametrize(
    "path", ["/hom/nobody/", "/hom/", "/hom", "/nowhere/x", "/", "//", "/_docs/x"]
)
def test_what_is_not_there_is_answered_with_what_is(gateway: Gateway, path: str) -> None:
    answer = ask(gateway.port, path)
    assert answer.status == 404
    assert answer.json()["message"] == "Not Found"
    assert answer.json()["lambdas"][NAME] == [
        f"/{stage}/{NAME}/" for stage in ("hom", "local", "prod")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/hom/../etc/passwd",
        "/hom/%2e%2e/x",
        "/hom/%6eeoapp_sample/",
        f"/hom\\{NAME}/",
        "/hom/$LATEST",
    ],
)
def test_a_path_that_only_resembles_a_lambdas_reaches_none(gateway: Gateway, path: str) -> None:
    assert ask(gateway.port, path).status == 404


@pytest.mark.parametrize(
    "rest",
    ["../../prod/x", "%2e%2e/%2e%2e/prod", "a%0d%0aSet-Cookie:%20x=1", "%00", "a//b", "$LATEST"],
)
def test_a_hostile_path_stays_the_lambdas_own(gateway: Gateway, rest: str) -> None:
    answer = ask(gateway.port, f"/hom/{NAME}/{rest}")
    event, arn = answer.json()
    assert arn == f"{ARN}:hom"
    assert event["rawPath"].startswith(f"/hom/{NAME}/")
    assert answer.header("set-cookie") is None


def test_a_path_that_is_no_text_is_a_bad_request(gateway: Gateway) -> None:
    answer = ask(gateway.port, f"/hom/{NAME}/%ff")
    assert (answer.status, answer.json()) == (400, {"message": "Bad Request"})


def test_an_alias_that_a_client_of_the_api_made_is_a_stage(
    cloud: LocalCloud, gateway: Gateway
) -> None:
    cloud.aws.client("lambda").create_alias(FunctionName=NAME, Name="canary", FunctionVersion="1")
    assert ask(gateway.port, f"/canary/{NAME}/").json()[1] == f"{ARN}:canary"
    cloud.aws.client("lambda").delete_alias(FunctionName=NAME, Name="canary")
    assert ask(gateway.port, f"/canary/{NAME}/").status == 404


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "localhost.attacker.example",
        "[::1]",
    ],
)
def test_another_host_is_refused_before_anything_is_read(gateway: Gateway, host: str) -> None:
    answer = ask(gateway.port, f"/hom/{NAME}/", headers={"Host": host})
    assert answer.status == 403
    assert gateway.url in answer.json()["message"]


def test_localhost_is_the_same_as_the_address(gateway: Gateway) -> None:
    answer = ask(gateway.port, f"/hom/{NAME}/", headers={"Host": f"LOCALHOST:{gateway.port}"})
    assert answer.json()[0]["requestContext"]["domainName"] == "LOCALHOST"


def test_a_client_that_leaves_does_not_end_the_invocation(
    cloud: LocalCloud, gateway: Gateway, deploy_code: DeployCode
) -> None:
    function = deploy_code("neoapp_left")
    with wire(gateway.port) as client:
        client.send(
            f"POST /hom/neoapp_left/ HTTP/1.1\r\nHost: 127.0.0.1:{gateway.port}\r\n"
            'Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{"sleep": 0.5}'.encode()
        )
        limit = time.monotonic() + 20
        while not function.environments():
            assert time.monotonic() < limit
            time.sleep(0.01)
    environment = function.environments()[0]
    while environment.invocations < 1 or not environment.alive:
        assert time.monotonic() < limit
        time.sleep(0.01)
    # It is busy until the function has ended, and then serves the next request.
    while (answer := ask(gateway.port, "/hom/neoapp_left/")).status != 200:
        assert time.monotonic() < limit
    assert answer.json()[1].endswith("neoapp_left:hom")
    assert environment.alive


def test_requests_at_once_each_get_their_own_answer(gateway: Gateway) -> None:
    def one(number: int) -> bool:
        event, _ = ask(gateway.port, f"/hom/{NAME}/{number}", headers={"X-N": str(number)}).json()
        return bool(
            event["rawPath"] == f"/hom/{NAME}/{number}" and event["headers"]["x-n"] == str(number)
        )

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(100)))


class Pages:
    """What a front page is: a WSGI application."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/broken":
            raise ValueError("a secret")
        status = "404 Not Found" if path == "/missing" else "201 Created"
        start(status, [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        said = [environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], environ["HTTP_HOST"]]
        said += [environ.get("HTTP_COOKIE"), environ["wsgi.input"].read().decode()]
        yield json.dumps(said).encode()


@pytest.fixture(scope="module")
def with_pages(cloud: LocalCloud) -> Iterator[Gateway]:
    with Gateway(cloud, Pages()) as gateway:
        yield gateway


def test_everything_that_is_no_stage_is_the_pages(with_pages: Gateway) -> None:
    port = with_pages.port
    answer = ask(port, "/lambdas/x%20y?q=%20", "POST", b"body", {"Cookie": "c=1; d=2"})
    host = f"127.0.0.1:{port}"
    assert answer.status == 201
    assert answer.json() == ["POST", "/lambdas/x y", "q=%20", host, "c=1; d=2", "body"]
    assert [value for name, value in answer.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert ask(port, f"/hom/{NAME}/").json()[1] == f"{ARN}:hom"
    assert ask(port, "/hom/nobody").json()["message"] == "Not Found"


def test_programs_are_told_what_there_is_where_no_page_is_found(with_pages: Gateway) -> None:
    assert NAME in ask(with_pages.port, "/missing").json()["lambdas"]
    browser = ask(with_pages.port, "/missing", headers={"Accept": "text/html,*/*"})
    assert browser.json()[1] == "/missing"


def test_a_page_that_fails_is_an_internal_error_that_tells_nothing(with_pages: Gateway) -> None:
    answer = ask(with_pages.port, "/broken")
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    assert ask(with_pages.port, "/").status == 201
