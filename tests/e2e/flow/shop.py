"""The shop that calls neoapp_payment at `hom`, Pagar.me beside it, and a developer's terminal."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.tests.local.up.terminal import Terminal, eventually

from .stage import Stage, send

PAYMENT = "neoapp_payment"
HOOKS = "/webhooks/pagarme"

# Whom the example's credentials of webhooks are for.
HOOK_USER = "pagarme"
HOOK_PASSWORD = "local"


@dataclass(frozen=True)
class Till:
    """neoapp_payment at one stage, and its Pagar.me.

    Args:
        stage: which.
    """

    stage: Stage

    def call(
        self, method: str, path: str, body: object = None, key: str | None = None
    ) -> tuple[int, Any]:
        """Call neoapp_payment; status and body."""
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = self.stage.call(PAYMENT, method, path, body, headers)
        return answer.status, answer.json

    def hear(self, hook: object, password: str = HOOK_PASSWORD) -> int:
        """Bring one webhook, as Pagar.me does or as somebody else; the status."""
        pair = base64.b64encode(f"{HOOK_USER}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"}
        return self.stage.call(PAYMENT, "POST", HOOKS, hook, headers).status

    def pull(self, method: str, path: str, body: object = None) -> Any:
        """Pull a string of the Pagar.me that the stage's secret names; what it answers."""
        name = f"neoapp/{self.stage.name}/pagarme"
        secret = self.stage.aws("secretsmanager").get_secret_value(SecretId=name)
        pagarme = urlsplit(json.loads(secret["SecretString"])["url"])
        answer = send(method, f"http://{pagarme.netloc}/simulator{path}", body)
        assert answer.status == 200, answer
        return answer.json

    def bring_hooks(self) -> None:
        """Have Pagar.me bring its webhooks to the lambda from now on."""
        url = self.stage.url(PAYMENT) + HOOKS
        merchant = {"url": url, "user": HOOK_USER, "password": HOOK_PASSWORD}
        self.pull("PUT", "/merchant", merchant)


@dataclass(frozen=True)
class Shop:
    """Both stages' tills, and what a developer asks the cloud for."""

    terminal: Terminal
    hom: Till
    prod: Till

    def paid_for(self, payment: dict[str, Any], buyer: str) -> dict[str, Any]:
        """Ask for a payment at `hom`; each buyer has a mailbox of their own."""
        status, made = self.hom.call("POST", "/payments", _order(payment, buyer), key=buyer)
        assert status == 201, made
        return dict(made)

    def order_of(self, made: dict[str, Any]) -> str:
        """The id of a payment's order at Pagar.me."""
        [found] = [one for one in self.hom.pull("GET", "/orders") if one["code"] == made["id"]]
        return str(found["id"])

    def becomes(self, made: dict[str, Any], status: str) -> dict[str, Any]:
        """Wait until a payment has a status."""

        def ask() -> dict[str, Any]:
            found = self.hom.call("GET", f"/payments/{made['id']}")[1]
            return found if found["status"] == status else {}

        return eventually(ask, f"the payment is {status}")

    def empty_outbox(self, stage: str) -> None:
        """Run the job that the schedule runs every minute."""
        event = {"job": "send_notifications"}
        code, said = self.terminal.run(
            "invoke", PAYMENT, "--event", "-", "--stage", stage, event=event
        )
        assert code == 0, said

    def mail_to(self, buyer: str, count: int) -> list[dict[str, Any]]:
        """Empty the outbox, and wait until that many mails came to a buyer."""
        self.empty_outbox("hom")

        def ask() -> list[dict[str, Any]]:
            found = [one for one in self.terminal.json("mail") if f"{buyer}@" in str(one["to"])]
            return found if len(found) >= count else []

        found = eventually(ask, f"{count} mail(s) came to {buyer}")
        assert len(found) == count, found
        return found


def _order(payment: dict[str, Any], buyer: str) -> dict[str, Any]:
    return {
        "amount_cents": 12990,
        "description": "Pedido 4711",
        "customer": {
            "name": "Ana Souza",
            "email": f"{buyer}@example.org",
            "document": "529.982.247-25",
            "address": {
                "line_1": "375, Av. Paulista",
                "zip_code": "01310-100",
                "city": "São Paulo",
                "state": "SP",
            },
        },
        "payment": payment,
    }
