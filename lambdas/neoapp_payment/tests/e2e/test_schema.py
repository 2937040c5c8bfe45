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
from ..partner.hooks import basic
from ..partner_server import PartnerServer
from ..support import WEBHOOK_PASSWORD

app = create_app()


async def at_hom(scope: Scope, receive: Receive, send: Send) -> None:
    """The application as an invocation of hom runs it."""
    with invocation("hom"):
        await app(scope, receive, send)


schema = schemathesis.openapi.from_asgi("/openapi.json", at_hom)


@pytest.fixture(autouse=True, scope="module")
def partner_at_work(aws: str, partner_server: PartnerServer) -> Iterator[None]:
    """A partner that answers."""
    partner_server.forget()
    yield
    partner_server.forget()


class PartnersPassword:
    """Implements schemathesis' AuthProvider: webhooks that shall pass carry the good password."""

    def get(self, case: Any, context: Any) -> str:
        return basic("pagarme", WEBHOOK_PASSWORD)

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": data}


schema.auth()(PartnersPassword)


@schema.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_promises(case: Any) -> None:
    # A CPF may have the right form and the wrong check digits: more is refused than a schema can say.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
