"""What the ledger says about a payment that has changed."""

from ..models.ledger_models import Account, Posting
from ..models.payment_models import Payment


def postings(before: Payment, after: Payment) -> tuple[Posting, ...]:
    """The money that moved between two states of one payment.

    Each posting's id holds the total that it leads to, so the same money cannot be posted twice.
    """
    moves = (
        ("paid", Account.PARTNER, Account.SALES, before.paid_cents, after.paid_cents),
        ("refunded", Account.REFUNDS, Account.PARTNER, before.refunded_cents, after.refunded_cents),
        (
            "charged_back",
            Account.CHARGEBACKS,
            Account.PARTNER,
            before.charged_back_cents,
            after.charged_back_cents,
        ),
    )
    return tuple(
        Posting(f"{after.id}:{what}:{new}", after.id, debit, credit, new - old)
        for what, debit, credit, old, new in moves
        if new != old
    )
