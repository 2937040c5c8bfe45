"""The OpenAPI document."""

import subprocess
import sys
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.testclient import TestClient

from ekans.api import create_api
from mew.core import invocation

router = APIRouter()


class Note(BaseModel):
    """A body."""

    text: str


@router.post("/notes", responses={409: {"description": "There already"}})
def post_note(note: Note) -> Note:
    """Take a note."""
    return note


def document(stage: str | None = None, root_path: str = "") -> dict[str, Any]:
    app = create_api("notes", version="2.1.0", description="Takes notes.", routers=[router])
    with TestClient(app, root_path=root_path) as http:
        if stage is None:
            found: dict[str, Any] = http.get("/openapi.json").json()
        else:
            with invocation(stage):
                found = http.get("/openapi.json").json()
    return found


def test_it_names_the_api_and_its_version() -> None:
    info = document()["info"]
    assert info == {"title": "notes", "version": "2.1.0", "description": "Takes notes."}


def test_its_server_is_where_the_request_came_in_at_this_stage() -> None:
    assert document()["servers"] == [{"url": "/"}]
    assert document("hom")["servers"] == [{"url": "/", "description": "hom"}]
    assert document("prod", "/v1")["servers"] == [{"url": "/v1", "description": "prod"}]


def test_one_app_shows_each_stage_its_own_server() -> None:
    app = create_api("notes", routers=[router])
    with TestClient(app) as http:
        for stage in ("hom", "prod", "hom"):
            with invocation(stage):
                (server,) = http.get("/openapi.json").json()["servers"]
            assert server["description"] == stage


def test_errors_are_problems_throughout() -> None:
    found = document()
    responses = found["paths"]["/notes"]["post"]["responses"]
    assert set(responses) == {"200", "409", "422", "default"}
    for status in ("409", "422", "default"):
        (content,) = responses[status]["content"].values()
        assert list(responses[status]["content"]) == ["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert responses["409"]["description"] == "There already"
    schemas = found["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    assert set(schemas["Problem"]["required"]) == {"type", "title", "status"}


def test_a_problem_of_a_known_status_has_an_example_that_fits_its_schema() -> None:
    responses = document()["paths"]["/notes"]["post"]["responses"]
    example = responses["409"]["content"]["application/problem+json"]["example"]
    assert example == {
        "type": "urn:problem-type:ekans:conflict",
        "title": "The request contradicts what is already there",
        "status": 409,
        "correlation_id": "order-7",
    }
    assert "example" not in responses["default"]["content"]["application/problem+json"]


def test_it_is_not_made_before_it_is_asked_for() -> None:
    app = create_api("notes", routers=[router])
    assert app.openapi_schema is None
    assert app.openapi() is app.openapi()


def test_creating_an_api_does_not_load_what_makes_the_document() -> None:
    script = (
        "import sys; from ekans.api import create_api; create_api('x'); "
        "assert 'ekans._openapi' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        timeout=60,
    )
