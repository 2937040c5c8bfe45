"""What every API answers, whatever its routes do."""

import json
import logging
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Header, HTTPException, Query
from pydantic import BaseModel
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from ekans.api import MAX_BODY_BYTES, create_api
from ekans.errors import Conflict, Problem, Unavailable
from ekans.notations import EmailAddress, HeaderText
from mew.core import invocation
from mew.errors import SecretUnavailable

router = APIRouter()


class Note(BaseModel):
    """A body."""

    to: list[EmailAddress]
    title: HeaderText = ""
    count: int = 0


class OutOfPaper(Exception):
    """An error of some domain."""


class OutOfInk(OutOfPaper):
    """One of its kind."""


@router.post("/notes", status_code=201)
def post_note(note: Note) -> dict[str, int]:
    """Take a note."""
    return {"count": len(note.to)}


@router.get("/fail/{how}")
def fail(
    how: str,
    limit: Annotated[int, Query(le=10)] = 1,
    token: Annotated[str | None, Header(min_length=3)] = None,
) -> dict[str, str]:
    """Fail in some way."""
    match how:
        case "conflict":
            raise Conflict("it is there already", headers={"X-Other": "7"})
        case "unavailable":
            raise Unavailable("come back", retry_after=3)
        case "unheard":
            raise HTTPException(499, "nobody named it")
        case "teapot":
            raise HTTPException(418, "short and stout")
        case "paper":
            raise OutOfInk("secret of the domain")
        case "outage":
            raise SecretUnavailable("Secrets Manager does not answer for generic/hom/ses")
        case "defect":
            raise RuntimeError("password=hunter2")
        case "validation":
            Note.model_validate({"to": "hunter2"})
    return {}


@pytest.fixture
def app() -> FastAPI:
    return create_api(
        "notes",
        version="2.1.0",
        description="Takes notes.",
        routers=[router],
        problems={OutOfPaper: lambda error: Conflict(f"out of {type(error).__name__}")},
    )


@pytest.fixture
def http(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["correlation_id"] == answer.headers["X-Correlation-Id"]
    return body


def test_a_route_answers_as_it_always_does(http: TestClient) -> None:
    answer = http.post("/notes", json={"to": ["ana@example.org"]})
    assert (answer.status_code, answer.json()) == (201, {"count": 1})


def test_every_broken_rule_is_named_by_its_place(http: TestClient) -> None:
    found = problem(
        http.post("/notes", json={"to": ["ana@example.org", "bad", "b@d"], "title": "a\nb"}), 422
    )
    assert found["type"] == "urn:problem-type:ekans:invalid-request"
    assert [(item["in"], item["pointer"], item["code"]) for item in found["errors"]] == [
        ("body", "#/to/1", "email_address"),
        ("body", "#/to/2", "email_address"),
        ("body", "#/title", "header_text"),
    ]
    assert "'bad' is not an address" in found["errors"][0]["detail"]


def test_places_in_path_query_and_headers_are_named_too(http: TestClient) -> None:
    found = problem(http.get("/fail/x?limit=11", headers={"token": "ab"}), 422)
    assert {(item["in"], item["pointer"]) for item in found["errors"]} == {
        ("query", "#/limit"),
        ("header", "#/token"),
    }


@pytest.mark.parametrize("secret", ["hunter2", 'a"b\\hunter2'])
def test_a_refused_value_is_never_repeated(http: TestClient, secret: str) -> None:
    body = {"to": [], "count": secret, "title": f"{secret}\n"}
    answer = http.post("/notes", json=body)
    problem(answer, 422)
    assert "hunter2" not in answer.text


def test_what_is_no_json_is_400_and_not_repeated(http: TestClient) -> None:
    headers = {"content-type": "application/json"}
    answer = http.post("/notes", content=b'{"to": hunter2}', headers=headers)
    found = problem(answer, 400)
    assert found["detail"] == "the body is not JSON: Expecting value, at character 7"
    assert "hunter2" not in answer.text


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"[" * 200_000, b'{"count": ' + b"9" * 5000 + b"}", b'{"a":1', b"\x00"],
)
def test_hostile_json_is_a_client_error(http: TestClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    problem(http.post("/notes", content=content, headers=headers), 400)


def test_a_key_that_utf8_cannot_hold_is_named_all_the_same(http: TestClient) -> None:
    headers = {"content-type": "application/json"}
    content = b'{"to": ["\\ud800@example.org"], "title": "\\ud800"}'
    found = problem(http.post("/notes", content=content, headers=headers), 422)
    assert len(found["errors"]) == 2


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/xml", "nonsense"])
def test_a_body_of_another_type_is_415(http: TestClient, content_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type else {}
    found = problem(http.post("/notes", content=b'{"to": []}', headers=headers), 415)
    assert "application/json" in found["detail"]


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'"x"', b"7"])
def test_a_body_of_another_shape_is_422(http: TestClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    found = problem(http.post("/notes", content=content, headers=headers), 422)
    assert [item["pointer"] for item in found["errors"]] == ["#"]


def test_a_body_that_breaks_a_rule_a_byte_is_answered_briefly(http: TestClient) -> None:
    answer = http.post("/notes", json={"to": ["x"] * 50_000})
    found = problem(answer, 422)
    assert found["detail"] == "50000 rules are broken; the first 100 are named"
    assert len(answer.content) < 30_000


def test_an_unknown_path_is_404_and_a_wrong_method_405(http: TestClient) -> None:
    assert problem(http.get("/nothing"), 404)["type"].endswith(":not-found")
    answer = http.delete("/notes")
    assert problem(answer, 405)["type"].endswith(":method-not-allowed")
    assert answer.headers["allow"] == "POST"


def test_a_wrong_method_is_told_all_that_the_path_has() -> None:
    other = APIRouter()
    for method in ("GET", "DELETE"):
        other.add_api_route("/notes", lambda: None, methods=[method], operation_id=method)
    app = create_api("notes", routers=[router, other])
    with TestClient(app, root_path="/hom") as http:
        answer = http.patch("/notes")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, POST, DELETE"


def test_a_problem_carries_its_headers(http: TestClient) -> None:
    answer = http.get("/fail/conflict")
    assert problem(answer, 409)["detail"] == "it is there already"
    assert answer.headers["X-Other"] == "7"
    assert http.get("/fail/unavailable").headers["Retry-After"] == "3"


def test_a_status_without_a_type_of_ours_is_a_problem_too(http: TestClient) -> None:
    found = problem(http.get("/fail/teapot"), 418)
    assert (found["type"], found["detail"]) == ("about:blank", "short and stout")
    assert problem(http.get("/fail/unheard"), 499)["title"] == "Unknown"


def test_a_defect_after_the_answer_began_is_not_answered_a_second_time() -> None:
    def half() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("broken off")

    app = create_api("halves")
    app.add_api_route("/half", lambda: StreamingResponse(half()))
    with TestClient(app) as client, pytest.raises(RuntimeError, match="broken off"):
        client.get("/half")


def test_an_error_of_the_domain_becomes_what_the_lambda_says(http: TestClient) -> None:
    answer = http.get("/fail/paper")
    assert problem(answer, 409)["detail"] == "out of OutOfInk"
    assert "secret" not in answer.text


def test_settings_that_cannot_be_had_now_are_503_and_not_told(http: TestClient) -> None:
    answer = http.get("/fail/outage")
    assert problem(answer, 503)["detail"] == "try again later"
    assert answer.headers["Retry-After"] == "5"
    assert "generic/hom" not in answer.text


@pytest.mark.parametrize("how", ["defect", "validation"])
def test_a_defect_is_500_and_tells_nothing(
    http: TestClient, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = http.get(f"/fail/{how}")
    found = problem(answer, 500)
    assert found["type"].endswith(":internal-error")
    assert "hunter2" not in answer.text
    (record,) = [item for item in caplog.records if item.name == "ekans"]
    assert record.getMessage() == "request failed"
    assert record.exc_info is not None
    assert record.exc_info[0] is not None
    assert record.exc_info[0].__name__ == {"defect": "RuntimeError"}.get(how, "ValidationError")


def test_a_body_larger_than_the_limit_is_413_however_it_comes() -> None:
    app = create_api("small", routers=[router], max_body_bytes=100)
    with TestClient(app) as http:
        small = json.dumps({"to": [], "title": "x" * (100 - 23)}).encode()
        headers = {"content-type": "application/json"}
        assert len(small) == 100
        assert http.post("/notes", content=small, headers=headers).status_code == 201
        found = problem(http.post("/notes", content=small + b" ", headers=headers), 413)
        assert found["detail"] == "the body is larger than 100 bytes"

        def in_pieces() -> Iterator[bytes]:
            yield small
            yield b" "

        problem(http.post("/notes", content=in_pieces(), headers=headers), 413)


def test_the_limit_is_what_an_invocation_carries() -> None:
    assert MAX_BODY_BYTES == 6 * 1024 * 1024


def test_a_correlation_id_comes_back(http: TestClient) -> None:
    answer = http.get("/health", headers={"X-Correlation-Id": "order-7/attempt:2"})
    assert answer.headers["X-Correlation-Id"] == "order-7/attempt:2"


@pytest.mark.parametrize("sent", ["", "a b", 'a"b', "x" * 129, "a,b"])
def test_a_correlation_id_that_could_forge_a_log_is_replaced(http: TestClient, sent: str) -> None:
    made = http.get("/health", headers={"X-Correlation-Id": sent}).headers["X-Correlation-Id"]
    assert made != sent
    assert len(made) == 36


def test_inside_an_invocation_its_own_correlation_id_counts(app: FastAPI) -> None:
    with invocation("hom", correlation_id="from-mew"), TestClient(app) as http:
        answer = http.get("/health", headers={"X-Correlation-Id": "other"})
    assert answer.headers["X-Correlation-Id"] == "from-mew"


def test_health_names_stage_and_version_of_the_invocation(app: FastAPI) -> None:
    with TestClient(app) as http:
        assert http.get("/health").json() == {"status": "ok"}
        with invocation("hom", version="7"):
            assert http.get("/health").json() == {"status": "ok", "stage": "hom", "version": "7"}
        with invocation("prod", version="7"):
            assert http.get("/health").json()["stage"] == "prod"


def test_pages_that_load_foreign_scripts_are_not_served(http: TestClient) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        problem(http.get(path), 404)


def test_problems_can_be_subclassed_with_a_type_of_their_own() -> None:
    class NoSeats(Conflict):
        type = "urn:problem-type:flights:no-seats"

    assert isinstance(NoSeats(), Problem)
    assert NoSeats("full").as_dict()["type"] == "urn:problem-type:flights:no-seats"


def test_json_that_is_nested_too_deeply_is_400() -> None:
    app = create_api("notes", routers=[router], max_json_depth=3)
    with TestClient(app) as http:
        headers = {"content-type": "application/json; charset=utf-8"}
        found = problem(http.post("/notes", content=b"[[[[]]]]", headers=headers), 400)
        assert found["detail"] == "the body's JSON is nested more than 3 deep"
        problem(http.post("/notes", content=b"[[[]]]", headers=headers), 422)

        def in_pieces() -> Iterator[bytes]:
            yield b"[["
            yield b"[[]]]]"

        problem(http.post("/notes", content=in_pieces(), headers=headers), 400)
        good = json.dumps({"to": [], "title": "[[[[{{{{"})
        assert http.post("/notes", content=good, headers=headers).status_code == 201
