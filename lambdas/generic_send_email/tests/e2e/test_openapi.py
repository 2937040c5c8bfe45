"""The function keeps its own OpenAPI document's promises, whatever comes through API Gateway."""

import base64
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from werkzeug.wrappers import Request

from ...main import main
from ..aws_server import AwsServer
from ..support import LambdaContext, http_event


def at_hom(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The function behind API Gateway: a WSGI application that makes each request an event."""
    request = Request(environ)
    path = quote(environ["PATH_INFO"].encode("latin-1"))
    made = http_event(request.method, path, request.get_data() or None, dict(request.headers))
    made["rawQueryString"] = environ["QUERY_STRING"]
    answer = main(made, LambdaContext())
    content: str = answer["body"]
    start_response(f"{answer['statusCode']} Answered", list(answer["headers"].items()))
    return [base64.b64decode(content) if answer["isBase64Encoded"] else content.encode()]


schema = schemathesis.openapi.from_wsgi("/openapi.json", at_hom)


@pytest.fixture(autouse=True)
def account(aws: AwsServer) -> None:
    """What the function needs at hom, made anew for each operation."""


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_promises(case: Any) -> None:
    # A template may be unknown or lack a variable: more is refused than a schema can say.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
