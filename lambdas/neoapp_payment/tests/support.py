"""What several test modules need: Lambda's context, events as they come, and all of the world."""

import functools
import json
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from ekans.http import close_all
from mew.arbok import postgres
from mew.core import invocation

from ..main import main
from .partner.hooks import basic
from .partner_server import PartnerServer

NAME = "neoapp_payment"
EVENTS = Path(__file__).parent / "events"
WEBHOOK_PASSWORD = "what-only-the-partner-knows"
TABLES = "outbox, ledger, refund, hook, payment"

# Opened by nobody at import; tests read what the function wrote.
DATABASE = postgres.open("neoapp/{stage}/payment-database", pool=16)


class LambdaContext:
    """The context object of an invocation of one stage's alias."""

    def __init__(self, stage: str) -> None:
        self.function_name = NAME
        self.function_version = "7"
        self.aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
        arn = "arn:aws:lambda:sa-east-1:123456789012:function"
        self.invoked_function_arn = f"{arn}:{NAME}:{stage}"
        self._deadline = time.time() + 30

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the end."""
        return max(0, int((self._deadline - time.time()) * 1000))


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.text)


@functools.cache
def _event(name: str) -> str:
    return (EVENTS / f"{name}.json").read_text("utf-8")


def new_payment(method: str = "pix", amount: Any = 12990, **details: Any) -> dict[str, Any]:
    """A request for a payment of Ana's."""
    return {
        "amount_cents": amount,
        "description": "Order 4711",
        "customer": {
            "name": "Ana Souza",
            "email": "ana@example.com",
            "document": "529.982.247-25",
        },
        "payment": {"method": method, **details},
    }


@dataclass(frozen=True)
class World:
    """The function as its callers see it, and what is around it."""

    aws: str
    partner: PartnerServer
    stage: str = "hom"

    def at(self, stage: str) -> "World":
        """The same environment at another stage."""
        return World(self.aws, self.partner, stage)

    def invoke(self, event: Any) -> Any:
        """What the function answers to an event."""
        return main(event, LambdaContext(self.stage))

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        query: str = "",
    ) -> Answer:
        """Send a request through API Gateway's HTTP API; a `str` is sent as it is."""
        made = json.loads(_event("apigateway_v2"))
        made["rawPath"] = made["requestContext"]["http"]["path"] = path
        made["requestContext"]["http"]["method"] = method
        made["rawQueryString"] = query
        made["headers"] |= {name.lower(): value for name, value in (headers or {}).items()}
        if body is not None:
            made["headers"]["content-type"] = "application/json"
            made["body"] = body if isinstance(body, str) else json.dumps(body)
        answer = self.invoke(made)
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def pay(self, body: Any, key: str | None = None) -> Answer:
        """Ask for a payment, under a key of its own unless one is given."""
        return self.request("POST", "/payments", body, {"Idempotency-Key": key or uuid.uuid4().hex})

    def refund(self, payment_id: str, body: Any, key: str | None = None) -> Answer:
        """Ask for a refund, under a key of its own unless one is given."""
        path = f"/payments/{payment_id}/refunds"
        return self.request("POST", path, body, {"Idempotency-Key": key or uuid.uuid4().hex})

    def read(self, payment_id: str) -> Any:
        """The payment as the API shows it."""
        answer = self.request("GET", f"/payments/{payment_id}")
        assert answer.status == 200, answer.text
        return answer.body

    def hook(self, payload: Any, user: str = "pagarme", password: str = WEBHOOK_PASSWORD) -> Answer:
        """Bring a webhook."""
        shown = {"Authorization": basic(user, password)}
        return self.request("POST", "/webhooks/pagarme", payload, shown)

    def job(self, name: str) -> Any:
        """Run a job, as an operator or a schedule does."""
        return self.invoke({"job": name})

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the stage's database answers."""
        with invocation(self.stage), DATABASE.connection() as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def make_due(self) -> None:
        """Let the time come at which reconciliation looks at everything."""
        sooner = "now() - interval '1 s'"
        self.rows(f"UPDATE payment SET next_check_at = {sooner}, lease_until = {sooner}")  # noqa: S608

    def age(self, interval: str) -> None:
        """Have everything happened so much earlier."""
        self.rows(
            "UPDATE payment SET created_at = created_at - %s::interval, "
            "tried_at = tried_at - %s::interval",
            interval,
            interval,
        )
        self.rows("UPDATE refund SET created_at = created_at - %s::interval", interval)

    def ledger(self) -> dict[str, int]:
        """The balance of each account: debits less credits."""
        found = self.rows(
            "SELECT account, sum(cents)::bigint FROM ("
            "SELECT debit AS account, amount_cents AS cents FROM ledger UNION ALL "
            "SELECT credit, -amount_cents FROM ledger) AS entry GROUP BY account"
        )
        return dict(found)

    def messages(self) -> list[Any]:
        """What is on generic_send_email's queue, taken off it."""
        sqs = boto3.client("sqs")
        url = f"{self.aws}/123456789012/generic-{self.stage}-send-email"
        found: list[Any] = []
        while got := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in got:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def forget_failures(self) -> None:
        """Ask the partner again, however often it has failed."""
        close_all()

    def forget(self) -> None:
        """Empty databases and queues, and no memory of a partner that failed."""
        self.forget_failures()
        for stage in ("hom", "prod"):
            one = self.at(stage)
            one.rows(f"TRUNCATE {TABLES}")
            one.messages()
