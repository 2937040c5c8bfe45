"""Editors at the same moment. `main` serves one event at a time, so the application is asked itself."""

import asyncio
import json
from collections import Counter
from typing import Any

from mew.core import invocation

from ...endpoint.main import create_app
from ..conftest import Account
from ..support import Api
from .conftest import Create


async def put(app: Any, path: str, body: Any, headers: dict[str, str]) -> int:
    """The status of one request to an ASGI application."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(body).encode()}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "method": "PUT",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    return statuses[0]


def test_of_editors_who_saw_the_same_one_wins_and_the_others_are_told(
    aws: Account, api: Api, create: Create, told: dict[str, Any]
) -> None:
    seen = create()
    path = seen.headers["location"]
    headers = {
        "content-type": "application/json",
        "x-api-key": aws.editor,
        "if-match": seen.etag,
    }

    async def race() -> list[int]:
        app = create_app()
        edits = [put(app, path, told | {"title": f"By {n}"}, headers) for n in range(8)]
        return await asyncio.gather(*edits)

    with invocation("hom", seconds=30):
        statuses = asyncio.run(race())
    assert Counter(statuses) == {200: 1, 412: 7}
    assert api.request("GET", path).body["version"] == 2


def test_of_an_edit_and_a_deletion_of_the_same_one_wins(
    api: Api, create: Create, told: dict[str, Any]
) -> None:
    seen = create()
    assert api.change("PUT", seen, told).status == 200
    assert api.change("DELETE", seen).status == 412
    other = create()
    assert api.change("DELETE", other).status == 204
    assert api.change("PUT", other, told).status == 404
