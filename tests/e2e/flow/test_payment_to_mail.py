"""From a payment to the mail about it, with the real artifacts in a cloud that is started as developers
start it: payment, webhook, outbox, generic_send_email, SES. All at `hom`; `prod` sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from neoapp_payment.config import Settings

from pipeline.tests.local.up.terminal import Terminal, eventually, passable_folder
from tests.artifact.support import NAME as MAILER
from tests.artifact.support import VALUES

from .checkout import example_of, make_checkout
from .stage import PAYMENT, Stage

PIX: dict[str, Any] = {"method": "pix"}
BOLETO: dict[str, Any] = {"method": "boleto"}
CARD: dict[str, Any] = {
    "method": "card",
    "card_token": "token_0k8Wd0aPqR0010",
    "installments": 6,
}


def order(payment: dict[str, Any], buyer: str) -> dict[str, Any]:
    """What is asked of neoapp_payment; each buyer has a mailbox of their own."""
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


class Shop:
    """Both stages, and what a developer asks the cloud for."""

    def __init__(self, terminal: Terminal, hom: Stage, prod: Stage) -> None:
        self.terminal = terminal
        self.hom = hom
        self.prod = prod

    def paid_for(self, payment: dict[str, Any], buyer: str) -> dict[str, Any]:
        """Ask for a payment at `hom`."""
        status, made = self.hom.call("POST", "/payments", order(payment, buyer), key=buyer)
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


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A cloud with both lambdas, whose Pagar.me brings its webhooks at both stages."""
    values = {
        MAILER: (".env", VALUES),
        # The cloud stands in for the database and for Pagar.me, which the example names.
        PAYMENT: (".env.example", example_of(Settings)),
    }
    with passable_folder() as root:
        temporary = root / "temporary"
        temporary.mkdir()
        make_checkout(root / "checkout", values)
        terminal = Terminal(root / "checkout", temporary)
        with terminal.up("--no-watch") as up:
            shop = Shop(terminal, Stage.of(up, "hom"), Stage.of(up, "prod"))
            for stage in (shop.hom, shop.prod):
                stage.bring_hooks()
            yield shop


def test_a_pix_that_is_paid_is_receipted_by_mail_once(shop: Shop) -> None:
    made = shop.paid_for(PIX, "pix")
    assert (made["status"], made["instructions"]["code"][:6]) == ("pending", "000201")

    order_id = shop.order_of(made)
    shop.hom.pull("POST", f"/orders/{order_id}/pay")
    assert shop.becomes(made, "paid")["paid_cents"] == 12990

    [mail] = shop.mail_to("pix", 1)
    assert mail["subject"] == "Pagamento recebido"
    assert "no-reply@hom.example.com" in mail["from"]
    # Asked again with the same key, told again, drained again: nothing more happens.
    assert shop.paid_for(PIX, "pix")["id"] == made["id"]
    hooks = shop.hom.pull("GET", f"/orders/{order_id}/hooks")
    assert [shop.hom.hear(hook) for hook in reversed(hooks)] == [200] * len(hooks)
    assert shop.hom.hear(hooks[0], password="guessed") == 401
    shop.mail_to("pix", 1)


def test_a_boleto_comes_by_mail_before_it_is_paid(shop: Shop) -> None:
    made = shop.paid_for(BOLETO, "boleto")
    [mail] = shop.mail_to("boleto", 1)
    assert mail["subject"] == "Seu boleto"

    shop.hom.pull("POST", f"/orders/{shop.order_of(made)}/pay")
    shop.becomes(made, "paid")
    subjects = {mail["subject"] for mail in shop.mail_to("boleto", 2)}
    assert subjects == {"Seu boleto", "Pagamento recebido"}


def test_a_card_is_charged_with_interest_and_refunded_with_a_mail_for_each(shop: Shop) -> None:
    _, offered = shop.hom.call("GET", "/installments?amount=12990&max=6")
    plan = offered["options"][5]
    assert plan["interest_cents"] > 0

    made = shop.paid_for(CARD, "card")
    assert (made["status"], made["paid_cents"]) == ("paid", plan["total_cents"])
    status, refund = shop.hom.call(
        "POST", f"/payments/{made['id']}/refunds", {"amount_cents": 990}, key="refund"
    )
    assert (status, refund["status"]) == (201, "done")
    assert shop.becomes(made, "partially_refunded")["refunded_cents"] == 990

    subjects = {mail["subject"] for mail in shop.mail_to("card", 2)}
    assert subjects == {"Pagamento recebido", "Reembolso realizado"}


def test_prod_sees_nothing_of_all_that(shop: Shop) -> None:
    made = shop.paid_for(PIX, "stage")
    assert shop.prod.call("GET", f"/payments/{made['id']}")[0] == 404
    assert shop.prod.call("GET", "/payments")[1]["items"] == []
    assert shop.prod.pull("GET", "/orders") == []
    shop.empty_outbox("prod")
    assert all("prod" not in mail["from"] for mail in shop.terminal.json("mail"))
    assert "START" not in shop.terminal.run("logs", MAILER, "--stage", "prod")[1]
