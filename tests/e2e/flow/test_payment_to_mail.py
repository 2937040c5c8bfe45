"""From a payment to the mail about it: payment, webhook, outbox, generic_send_email, SES. All at `hom`;
`prod` sees nothing of it.
"""

from __future__ import annotations

from typing import Any

from .conftest import MAILER, Cloud
from .shop import Shop

PIX: dict[str, Any] = {"method": "pix"}
BOLETO: dict[str, Any] = {"method": "boleto"}
CARD: dict[str, Any] = {
    "method": "card",
    "card_token": "token_0k8Wd0aPqR0010",
    "installments": 6,
}


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


def test_prod_sees_nothing_of_all_that(cloud: Cloud, shop: Shop) -> None:
    made = shop.paid_for(PIX, "stage")
    assert shop.prod.call("GET", f"/payments/{made['id']}")[0] == 404
    assert shop.prod.call("GET", "/payments")[1]["items"] == []
    assert shop.prod.pull("GET", "/orders") == []
    shop.empty_outbox("prod")
    assert all("prod" not in mail["from"] for mail in shop.terminal.json("mail"))
    assert cloud.saw_nothing(MAILER, "prod")
