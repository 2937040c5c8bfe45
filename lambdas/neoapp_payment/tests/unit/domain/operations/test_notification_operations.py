"""What customers are told, and when."""

from dataclasses import replace

import pytest

from .....domain.models.observation_models import Instructions
from .....domain.models.payment_models import Payment, Status
from .....domain.operations.notification_operations import notices
from ....contracts.samples import payment

PIX = payment()
BOLETO = payment("boleto")
LINE = Instructions("23793.38128 60000.000003", "https://boleto.example/1")


def ids(before: Payment, after: Payment) -> list[str]:
    """The ids of what is told, without the payment's."""
    return [one.id.removeprefix(f"{after.id}-") for one in notices(before, after)]


def test_a_payment_that_is_paid_is_receipted_once() -> None:
    paid = replace(PIX, status=Status.PAID, paid_cents=12990)
    (receipt,) = notices(PIX, paid)
    assert (receipt.id, receipt.to) == (f"{PIX.id}-receipt", "ana@example.com")
    assert (receipt.title, receipt.link) == ("Pagamento recebido", None)
    text = " ".join(receipt.paragraphs)
    assert all(word in text for word in ("Ana Souza", "129,90", "Order 4711", PIX.id))
    assert notices(paid, paid) == ()
    assert notices(paid, replace(paid, paid_cents=13000)) == ()


def test_each_refund_is_told_with_what_it_gave_back() -> None:
    paid = replace(PIX, status=Status.PAID, paid_cents=12990)
    part = replace(paid, status=Status.PARTIALLY_REFUNDED, refunded_cents=990)
    whole = replace(paid, status=Status.REFUNDED, refunded_cents=12990)
    (first,), (second,) = notices(paid, part), notices(part, whole)
    assert [one.id for one in (first, second)] == [
        f"{PIX.id}-refund-990",
        f"{PIX.id}-refund-12990",
    ]
    assert first.title == "Reembolso realizado"
    assert "9,90" in " ".join(first.paragraphs)
    assert "120,00" in " ".join(second.paragraphs)
    assert notices(whole, part) == ()


def test_a_boleto_is_told_when_its_line_is_known_and_not_again() -> None:
    waiting = replace(BOLETO, status=Status.PENDING, instructions=LINE)
    (boleto,) = notices(BOLETO, waiting)
    assert (boleto.id, boleto.title) == (f"{BOLETO.id}-boleto", "Seu boleto")
    assert boleto.link == (LINE.url, "Abrir o boleto")
    assert LINE.code is not None
    assert LINE.code in " ".join(boleto.paragraphs)
    assert notices(waiting, waiting) == ()


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://boleto.example"])
def test_a_boleto_whose_address_no_mail_may_hold_is_told_without_it(url: str | None) -> None:
    waiting = replace(BOLETO, status=Status.PENDING, instructions=Instructions("line", url))
    assert notices(BOLETO, waiting)[0].link is None


def test_nobody_is_told_of_anything_else() -> None:
    pending = replace(PIX, status=Status.PENDING, instructions=LINE)
    assert ids(PIX, pending) == []
    for status in (Status.UNKNOWN, Status.FAILED, Status.CANCELED, Status.ABANDONED):
        assert ids(BOLETO, replace(BOLETO, status=status, instructions=LINE)) == []
    paid = replace(PIX, status=Status.PAID, paid_cents=12990)
    assert ids(paid, replace(paid, status=Status.CHARGED_BACK, charged_back_cents=12990)) == []


def test_what_was_missed_in_between_is_told_all_at_once() -> None:
    after = replace(PIX, status=Status.PARTIALLY_REFUNDED, paid_cents=12990, refunded_cents=990)
    assert ids(PIX, after) == ["receipt", "refund-990"]
