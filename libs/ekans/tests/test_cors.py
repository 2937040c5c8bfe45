"""Browsers of other origins."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from ekans.api import create_api
from ekans.cors import Cors
from ekans.errors import Conflict
from mew.core import current_invocation, invocation
from mew.errors import SecretUnavailable

OURS = "https://app.example"
router = APIRouter()


@router.get("/{how}")
def read(how: str) -> str:
    """Answer in some way."""
    if how == "conflict":
        raise Conflict
    if how == "defect":
        raise RuntimeError
    return how


def cors() -> Cors:
    now = current_invocation()
    if now.function_name == "down":
        raise SecretUnavailable("down")
    return Cors(origins=(OURS,) if now.stage == "hom" else ())


@pytest.fixture
def http() -> Iterator[TestClient]:
    app = create_api("notes", routers=[router], cors=cors, max_body_bytes=10)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/x", "/conflict", "/defect"])
def test_an_origin_that_the_stage_names_may_read_answers_and_errors(
    http: TestClient, path: str
) -> None:
    with invocation("hom"):
        answer = http.get(path, headers={"Origin": OURS})
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "X-Correlation-Id" in answer.headers["access-control-expose-headers"]


def test_a_refusal_of_the_edge_may_be_read_too(http: TestClient) -> None:
    with invocation("hom"):
        answer = http.post("/x", content=b"x" * 11, headers={"Origin": OURS})
    assert answer.status_code == 413
    assert answer.headers["access-control-allow-origin"] == OURS


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", OURS + ".evil", "http://app.example"]
)
def test_another_origin_may_not(http: TestClient, origin: str) -> None:
    with invocation("hom"):
        assert (
            "access-control-allow-origin" not in http.get("/x", headers={"Origin": origin}).headers
        )


def test_an_origin_of_one_stage_is_nothing_at_another(http: TestClient) -> None:
    for stage, allowed in (("hom", True), ("prod", False), ("hom", True)):
        with invocation(stage):
            answer = http.get("/x", headers={"Origin": OURS})
        assert ("access-control-allow-origin" in answer.headers) is allowed


def test_a_preflight_is_answered(http: TestClient) -> None:
    asked = {"Origin": OURS, "Access-Control-Request-Method": "PUT"}
    with invocation("hom"):
        good = http.options("/x", headers=asked)
        bad = http.options("/x", headers=asked | {"Origin": "https://evil.example"})
    assert (good.status_code, good.headers["access-control-allow-origin"]) == (200, OURS)
    assert bad.status_code == 400
    assert "access-control-allow-origin" not in bad.headers


def test_without_the_setting_the_api_works_and_no_browser_reads_it(http: TestClient) -> None:
    with invocation("hom", function_name="down"):
        answer = http.get("/x", headers={"Origin": OURS})
        assert http.get("/x").json() == "x"
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    ["", "app.example", "https://app.example/", "https://App.example", "https://u:p@app.example",
     "https://app.example/x", "ftp://app.example", "https://", "https://*.example", "https://a:b",
     "https://a b"],
)  # fmt: skip
def test_what_no_browser_sends_as_an_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="is no origin"):
        Cors(origins=(origin,))


@pytest.mark.parametrize("origin", ["*", OURS, "http://localhost:3000", "http://[::1]:3000"])
def test_an_origin_is_taken(origin: str) -> None:
    assert Cors(origins=(origin,)).origins == (origin,)


def test_everyone_is_never_everyone_with_cookies() -> None:
    with pytest.raises(ValueError, match="stands alone"):
        Cors(origins=("*",), credentials=True)
    with pytest.raises(ValueError, match="stands alone"):
        Cors(origins=("*", OURS))
