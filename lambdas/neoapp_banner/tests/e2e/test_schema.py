"""The function keeps its OpenAPI document's promises, whatever is sent."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from mew.core import invocation

from ...endpoint.main import create_app
from ..conftest import Account

EXAMPLES = 12
"""For each route; more find more, and take longer."""

_app = create_app()


async def at_hom(scope: Scope, receive: Receive, send: Send) -> None:
    """The application as an invocation of hom runs it."""
    with invocation("hom", seconds=30):
        await _app(scope, receive, send)


schema = schemathesis.openapi.from_asgi("/openapi.json", at_hom)


class OurKey:
    """Implements schemathesis' AuthProvider: requests that shall pass carry a good key."""

    key = ""

    def get(self, case: Any, context: Any) -> str:
        return self.key

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "X-Api-Key": data}


schema.auth()(OurKey)


@pytest.fixture(autouse=True)
def key(aws: Account) -> Iterator[None]:
    OurKey.key = aws.editor
    yield
    OurKey.key = ""


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_every_answer_is_one_that_the_document_promises(case: Any) -> None:
    # A link, a time or a picture may have the right form and be refused: a schema can't say all.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
