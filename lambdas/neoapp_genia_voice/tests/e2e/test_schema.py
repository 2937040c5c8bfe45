"""The API keeps its own OpenAPI document's promises, whatever is sent to it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from mew.core import invocation

from ...endpoint.main import create_app
from ..partner_server import PartnerServer
from ..support import KEYS

app = create_app()


async def at_hom(scope: Scope, receive: Receive, send: Send) -> None:
    """The application as an invocation of hom runs it."""
    with invocation("hom"):
        await app(scope, receive, send)


schema = schemathesis.openapi.from_asgi("/openapi.json", at_hom)


class OurKey:
    """Implements schemathesis' AuthProvider: requests that shall pass carry a good key."""

    def get(self, case: Any, context: Any) -> str:
        return KEYS["ana"]

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "X-Api-Key": data}


schema.auth()(OurKey)


@pytest.fixture(autouse=True, scope="module")
def quick(aws: str, partner_server: PartnerServer) -> Iterator[None]:
    """A partner that speaks in short sounds, and of which nothing is known."""
    partner_server.forget()
    partner_server.seconds_per_character = 0.0
    yield
    partner_server.forget()


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_promises(case: Any) -> None:
    # Audio of the right form may be no audio: more is refused than a schema can say.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
