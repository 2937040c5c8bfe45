"""An API of everything that ekans has keeps its own OpenAPI document's promises, whatever is sent."""

from typing import Annotated, Any

import schemathesis
from fastapi import APIRouter, Depends, Path, Response, Security
from hypothesis import HealthCheck, settings
from pydantic import BaseModel, Field
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from ekans.api import create_api
from ekans.auth import ApiKeyAuth, Caller, new_key
from ekans.conditions import Conditions, conditions, etag_of, not_modified
from ekans.cors import Cors
from ekans.cursors import Cursors, Page, PageSize
from ekans.http import ServiceError, Unreachable, problem_of
from ekans.notations import (
    Base64Data,
    BrazilianPhone,
    Centavos,
    Cep,
    Cnpj,
    Cpf,
    EmailAddress,
    FileName,
    HeaderText,
    IdempotencyKey,
    JsonObject,
    MediaType,
    PlainText,
    SaoPauloTime,
    Ulid,
)
from mew.core import invocation

KEY, STORED = new_key("ana", ["orders"])
auth = ApiKeyAuth(lambda: [STORED])
cursors = Cursors(lambda: ["k" * 32], of="orders")
router = APIRouter(prefix="/orders", tags=["orders"])


class Order(BaseModel):
    """All notations."""

    cpf: Cpf | None = None
    cnpj: Cnpj | None = None
    cep: Cep | None = None
    phone: BrazilianPhone | None = None
    email: EmailAddress | None = None
    total: Centavos = 0
    id: Ulid | None = None
    at: SaoPauloTime | None = None
    title: HeaderText = ""
    text: PlainText = ""
    file: FileName | None = None
    kind: MediaType | None = None
    data: Base64Data = b""
    more: JsonObject = Field(default_factory=dict)


@router.post("", status_code=201, responses={400: {"description": "No JSON"}})
def post_order(
    order: Order,
    caller: Annotated[Caller, Security(auth, scopes=["orders"])],
    key: Annotated[IdempotencyKey, Depends(lambda: "k")],
) -> Order:
    """Take an order."""
    if order.total == 7:
        raise Unreachable("partner is away")
    return order


@router.get("")
def list_orders(
    caller: Annotated[Caller, Security(auth, scopes=["orders"])],
    size: PageSize = 10,
    cursor: str | None = None,
) -> Page[int]:
    """All orders."""
    after = cursors.position(cursor) or 0
    return Page(items=list(range(after, after + size)), next_cursor=cursors.cursor(after + size))


@router.get(
    "/{number}", responses={304: {"description": "Known"}, 412: {"description": "Another one"}}
)
def read_order(
    number: Annotated[int, Path(ge=0, le=9)],
    asked: Annotated[Conditions, Depends(conditions)],
    response: Response,
) -> dict[str, int]:
    """One order."""
    etag = etag_of(number)
    if asked.holds_for_read(etag):
        return not_modified(etag)  # type: ignore[return-value]
    response.headers["ETag"] = str(etag)
    return {"number": number}


app = create_api(
    "orders",
    routers=[router],
    problems={ServiceError: problem_of},
    ready={"database": lambda: None},
    cors=lambda: Cors(origins=("https://app.example",)),
)


async def at_hom(scope: Scope, receive: Receive, send: Send) -> None:
    """The application as an invocation of hom runs it."""
    with invocation("hom"):
        await app(scope, receive, send)


schema = schemathesis.openapi.from_asgi("/openapi.json", at_hom)


class OurKey:
    """Implements schemathesis' AuthProvider: requests that shall pass carry a good key."""

    def get(self, case: Any, context: Any) -> str:
        return KEY

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "X-Api-Key": data}


schema.auth()(OurKey)


@schema.parametrize()
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_promises(case: Any) -> None:
    # A CPF may have the right form and the wrong check digits: more is refused than a schema can say.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
