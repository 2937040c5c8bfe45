"""Documentation pages without the internet."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from pipeline.local.gateway.gateway import Gateway
from tests.browser.chromium import chromium, guarded, overflow

from .client import ask
from .conftest import DeployCode

# As a lambda of this repository answers: no page of its own, and the stage's address in its document.
DESCRIBED = """
import json

def handler(event, context):
    root = "/" + event["requestContext"]["stage"]
    path = event["rawPath"].removeprefix(root)
    if path == "/openapi.json":
        return {"openapi": "3.1.0", "info": {"title": "neoapp_genia_voice_and_more", "version": "1"},
                "servers": [{"url": root, "description": context.invoked_function_arn}],
                "paths": {"/greeting": {"get": {"summary": "Greets", "responses":
                    {"200": {"description": "A greeting"}}}}}}
    if path == "/greeting":
        return {"greeting": "hello from " + context.invoked_function_arn}
    return {"statusCode": 404, "body": "no " + path}
"""

# As FastAPI itself answers.
OWN = """
PAGE = '''<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui.css">
<link rel="shortcut icon" href="https://fastapi.tiangolo.com/img/favicon.png">
<script src="https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui-bundle.js"></script>
<script src="https://cdn.jsdelivr.net/npm/redoc@2/bundles/redoc.standalone.js"></script>'''

def handler(event, context):
    return {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": PAGE}
"""


@pytest.fixture(scope="module", autouse=True)
def lambdas(deploy_code: DeployCode) -> None:
    deploy_code("neoapp_described", DESCRIBED)
    deploy_code("neoapp_own", OWN)
    deploy_code("neoapp_plain", "def handler(event, context): return {'statusCode': 404}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with chromium() as started:
        yield started


@pytest.mark.parametrize(("stage", "width"), [("hom", 1280), ("prod", 390)])
def test_a_request_is_tried_out_in_a_browser_that_reaches_nothing_else(
    gateway: Gateway, browser: Browser, stage: str, width: int
) -> None:
    with guarded(browser, width=width) as opened:
        page = opened.page
        page.goto(f"{gateway.url}/{stage}/neoapp_described/docs")
        expect(page).to_have_title(f"neoapp_described ({stage})")
        page.get_by_role("button", name="GET /greeting Greets").click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()

        answered = page.locator(".live-responses-table tbody .response-col_description").first
        expect(answered).to_contain_text(f"neoapp_described:{stage}")
        request = page.locator(".request-url")
        expect(request).to_contain_text(f"{gateway.url}/{stage}/neoapp_described/greeting")
        assert opened.complaints == []
        assert opened.escapes == []
        assert overflow(page) == 0


def test_a_page_of_the_lambdas_own_loads_what_the_gateway_has(gateway: Gateway) -> None:
    for name in ("docs", "redoc"):
        page = ask(gateway.port, f"/hom/neoapp_own/{name}").body.decode()
        assert "https://" not in page
        for asset in (
            "swagger-ui.css",
            "swagger-ui-bundle.js",
            "redoc.standalone.js",
            "favicon.png",
        ):
            assert f'"/_docs/{asset}"' in page
    elsewhere = ask(gateway.port, "/hom/neoapp_own/other").body.decode()
    assert "https://cdn.jsdelivr.net" in elsewhere


def test_what_pages_load_comes_with_its_type(gateway: Gateway) -> None:
    for name, content_type, begin in (
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", b"/*!"),
        ("swagger-ui.css", "text/css; charset=utf-8", b"."),
        ("favicon.png", "image/png", b"\x89PNG"),
    ):
        answer = ask(gateway.port, f"/_docs/{name}")
        assert (answer.status, answer.header("content-type")) == (200, content_type)
        assert answer.body.startswith(begin)


@pytest.mark.parametrize("name", ["", "..", "%2e%2e/core.py", "../core.py", "swagger-ui.css/x"])
def test_nothing_else_of_the_package_is_served(gateway: Gateway, name: str) -> None:
    assert ask(gateway.port, f"/_docs/{name}").status == 404


def test_a_lambda_that_describes_nothing_answers_for_itself(gateway: Gateway) -> None:
    answer = ask(gateway.port, "/hom/neoapp_plain/docs")
    assert (answer.status, answer.body) == (404, b"")


def test_only_reading_asks_for_the_page(gateway: Gateway) -> None:
    answer = ask(gateway.port, "/hom/neoapp_described/docs", "POST")
    assert (answer.status, answer.body) == (404, b"no /docs")
    assert json.loads(ask(gateway.port, "/hom/neoapp_described/openapi.json").body)["servers"]
