"""HTTP through Mangum on mew's own loop, from complete payloads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from ..core import current_invocation, lambda_main
from ..errors import StageError, StartupError
from ..jobs import Jobs
from .support import FakeContext, invocation_line, lines_of

REQUESTS = ["alb", "alb_multi_value", "apigateway_v1", "apigateway_v2", "function_url"]


async def answer(send: Any, status: int, kind: bytes, body: bytes) -> None:
    headers = [[b"content-type", kind], [b"set-cookie", b"a=1"], [b"set-cookie", b"b=2"]]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Echo:
    """An ASGI application that says what it saw, and counts the starts of its lifespan."""

    def __init__(self) -> None:
        self.starts = 0
        self.loops: set[int] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.loops.add(id(asyncio.get_running_loop()))
        if scope["type"] == "lifespan":
            assert (await receive())["type"] == "lifespan.startup"
            self.starts += 1
            scope["state"]["pool"] = f"pool {self.starts}"
            await send({"type": "lifespan.startup.complete"})
            await receive()
            return
        request = await receive()
        now = current_invocation()
        headers = {bytes(key): bytes(value) for key, value in scope["headers"]}
        saw = {
            "method": scope["method"],
            "path": scope["path"],
            "root_path": scope["root_path"],
            "query": scope["query_string"].decode(),
            "cookie": headers.get(b"cookie", b"").decode(),
            "body": json.loads(request["body"] or b"null"),
            "pool": scope["state"]["pool"],
            "stage": now.stage,
            "correlation": now.correlation_id,
        }
        await answer(send, 200, b"application/json", json.dumps(saw).encode())


def app_of(main_of: Any) -> Callable[[], Any]:
    return lambda: main_of


def get(path: str = "/", stage: str = "$default") -> dict[str, Any]:
    domain = "r3pmxmplak.execute-api.sa-east-1.amazonaws.com"
    http = {"method": "GET", "path": path, "sourceIp": "205.255.255.176"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": domain},
        "requestContext": {"http": http, "domainName": domain, "stage": stage},
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_of_every_kind_reaches_the_application_whole(name: str, event: Any) -> None:
    answered = lambda_main(http=app_of(Echo()))(event(name), FakeContext("hom"))
    saw = json.loads(answered["body"])
    assert answered["statusCode"] == 200
    assert answered["isBase64Encoded"] is False
    assert saw["method"] == "POST"
    assert saw["path"] == "/items/7"
    assert saw["body"] == {"name": "São Paulo"}
    assert saw["query"] in ("tag=a&tag=b&q=x%20y", "tag=a&tag=b&q=x+y", "tag=b&q=x+y")
    assert saw["cookie"] == "session=abc; theme=dark"
    assert (saw["stage"], saw["correlation"]) == ("hom", "order-4711")


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize(
    "sent", [{"Host": "a: b"}, {"Host": "[::1]:80"}, {"Host": "a:1:2"}, {"X-Forwarded-Port": "b"}]
)
def test_a_host_that_cannot_be_read_fails_no_request(
    name: str, sent: dict[str, str], event: Any
) -> None:
    made = event(name)
    for place in {"headers", "multiValueHeaders"} & made.keys():
        several = place == "multiValueHeaders"
        bad = {key: [value] if several else value for key, value in sent.items()}
        names = {key.lower() for key in sent}
        made[place] = {k: v for k, v in made[place].items() if k.lower() not in names} | bad
    assert lambda_main(http=app_of(Echo()))(made, FakeContext("hom"))["statusCode"] == 200


@pytest.mark.parametrize("name", REQUESTS)
def test_both_cookies_come_back_in_the_way_of_each_kind(name: str, event: Any) -> None:
    answered = lambda_main(http=app_of(Echo()))(event(name), FakeContext("hom"))
    found = [
        *answered.get("cookies", []),
        *answered.get("multiValueHeaders", {}).get("set-cookie", []),
        *[v for k, v in answered.get("headers", {}).items() if k.lower() == "set-cookie"],
    ]
    assert sorted(found) == ["a=1", "b=2"]


def test_one_environment_serves_both_stages_in_turn() -> None:
    main = lambda_main(http=app_of(Echo()))
    stages = ["hom", "prod", "hom", "hom", "prod"]
    found = [json.loads(main(get(), FakeContext(stage))["body"])["stage"] for stage in stages]
    assert found == stages


def test_the_lifespan_starts_once_and_its_state_reaches_every_request() -> None:
    echo = Echo()
    main = lambda_main(http=app_of(echo))
    pools = {
        json.loads(main(get(), FakeContext(stage))["body"])["pool"] for stage in ("hom", "prod")
    }
    assert (echo.starts, pools, len(echo.loops)) == (1, {"pool 1"}, 1)


def test_the_factory_is_called_once_and_with_the_first_request_only() -> None:
    calls: list[int] = []

    def make() -> Echo:
        calls.append(1)
        return Echo()

    main = lambda_main(http=make)
    assert calls == []
    main(get(), FakeContext())
    main(get(), FakeContext())
    assert calls == [1]


def test_a_job_that_runs_an_event_loop_of_its_own_does_not_break_http() -> None:
    echo, jobs = Echo(), Jobs()

    @jobs.job("sync")
    def sync() -> str:
        async def work() -> str:
            return "done"

        return asyncio.run(work())

    @jobs.job("async")
    async def asynchronous() -> str:
        await asyncio.sleep(0)
        return current_invocation().stage

    main = lambda_main(http=app_of(echo), jobs=lambda: jobs)
    for stage in ("hom", "prod"):
        assert main({"job": "sync"}, FakeContext(stage)) == "done"
        assert json.loads(main(get(), FakeContext(stage))["body"])["stage"] == stage
        assert main({"job": "async"}, FakeContext(stage)) == stage
    assert (echo.starts, len(echo.loops)) == (1, 1)


def test_a_loop_that_somebody_closed_is_replaced_and_the_lifespan_starts_on_the_new_one() -> None:
    from .._loop import owned_loop

    echo = Echo()
    main = lambda_main(http=app_of(echo))
    main(get(), FakeContext())
    owned_loop().close()
    assert json.loads(main(get(), FakeContext())["body"])["pool"] == "pool 2"


def test_an_application_without_a_lifespan_is_served() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http", "no lifespan here"
        await answer(send, 204, b"text/plain", b"")

    assert lambda_main(http=app_of(app))(get(), FakeContext())["statusCode"] == 204


def test_an_application_that_refuses_to_start_is_an_error_and_is_tried_again() -> None:
    starts: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            starts.append("start")
            how = "failed" if len(starts) == 1 else "complete"
            await send({"type": f"lifespan.startup.{how}", "message": "s3cret-value"})
            return
        await answer(send, 200, b"text/plain", b"up")

    main = lambda_main(http=app_of(app))
    with pytest.raises(StartupError) as raised:
        main(get(), FakeContext())
    assert "s3cret-value" not in str(raised.value)
    assert main(get(), FakeContext())["statusCode"] == 200


def test_the_factory_and_the_lifespan_run_outside_of_any_stage() -> None:
    def make() -> Any:
        with pytest.raises(StageError, match="in an app factory or in a lifespan"):
            current_invocation()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                with pytest.raises(StageError):
                    current_invocation()
                await send({"type": "lifespan.startup.complete"})
                return
            await answer(send, 200, b"text/plain", current_invocation().stage.encode())

        return app

    assert lambda_main(http=make)(get(), FakeContext("prod"))["body"] == "prod"


def test_an_exception_of_the_application_is_a_500_and_a_line_without_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            raise LookupError("s3cret-value")

    answered = lambda_main(http=app_of(app))(get(), FakeContext("hom"))
    written = capsys.readouterr()
    assert answered["statusCode"] == 500
    assert json.loads(answered["body"])["title"] == "Internal Server Error"
    assert answered["isBase64Encoded"] is False
    failed, line = lines_of(written.out)
    assert (failed["message"], failed["error"], failed["stage"]) == (
        "request failed",
        "LookupError",
        "hom",
    )
    assert (line["outcome"], line["status"]) == ("error", 500)
    assert "s3cret-value" not in written.out + written.err


def test_an_exception_after_the_answer_began_is_a_500_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            raise LookupError("s3cret-value")

    assert lambda_main(http=app_of(app))(get(), FakeContext())["statusCode"] == 500
    written = capsys.readouterr()
    assert "s3cret-value" not in written.out + written.err


@pytest.mark.parametrize(
    ("kind", "body", "encoded"),
    [
        (b"application/problem+json", b"{}", False),
        (b"text/html; charset=utf-8", "<p>São".encode(), False),
        (b"image/png", b"\x89PNG\xff", True),
        (b"application/json", b"\x1f\x8b\x08gzip", True),
    ],
)
def test_text_comes_back_as_text_and_bytes_as_base64(
    kind: bytes, body: bytes, encoded: bool
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await answer(send, 200, kind, body)

    assert lambda_main(http=app_of(app))(get(), FakeContext())["isBase64Encoded"] is encoded


def test_a_client_error_is_no_error_of_the_lambda(capsys: pytest.CaptureFixture[str]) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await answer(send, 404, b"text/plain", b"")

    lambda_main(http=app_of(app))(get(), FakeContext())
    line = invocation_line(capsys.readouterr().out)
    assert (line["outcome"], line["status"], line["kind"]) == ("ok", 404, "apigateway_v2")


@pytest.mark.parametrize(
    ("path", "root"), [("/hom/items", "/hom"), ("/hom", "/hom"), ("/homes", ""), ("/items", "")]
)
def test_a_named_stage_in_the_path_is_the_root_path(path: str, root: str) -> None:
    answered = lambda_main(http=app_of(Echo()))(get(path, stage="hom"), FakeContext())
    saw = json.loads(answered["body"])
    assert (saw["path"], saw["root_path"]) == (path, root)


def test_fastapi_sees_the_invocation_in_async_and_in_threaded_endpoints() -> None:
    from fastapi import FastAPI

    def make() -> FastAPI:
        app = FastAPI()

        @app.get("/threaded")
        def threaded() -> str:
            return current_invocation().stage

        @app.get("/async")
        async def asynchronous() -> str:
            return current_invocation().stage

        return app

    main = lambda_main(http=make)
    for stage in ("hom", "prod", "hom"):
        for path in ("/threaded", "/async"):
            assert main(get(path), FakeContext(stage))["body"] == f'"{stage}"'
