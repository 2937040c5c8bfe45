"""What customers are told, and when."""

from ekans.notations import format_brl

from ..models.notification_models import Notification
from ..models.order_models import Method
from ..models.payment_models import Payment, Status


def notices(before: Payment, after: Payment) -> tuple[Notification, ...]:
    """What the customer is told about what happened between two states of one payment.

    An id names the event and not the moment, so an event is told once however often it is seen.
    """
    found = []
    if after.paid_cents and not before.paid_cents:
        found.append(_receipt(after))
    if after.refunded_cents > before.refunded_cents:
        found.append(_refund(after, after.refunded_cents - before.refunded_cents))
    waiting = after.status is Status.PENDING and after.method is Method.BOLETO
    if waiting and after.instructions.code and not before.instructions.code:
        found.append(_boleto(after))
    return tuple(found)


def _receipt(payment: Payment) -> Notification:
    return Notification(
        id=f"{payment.id}-receipt",
        to=payment.customer.email,
        title="Pagamento recebido",
        paragraphs=(
            f"Olá, {payment.customer.name}!",
            f"Recebemos {format_brl(payment.paid_cents)} por {payment.description}.",
            f"Comprovante: {payment.id}.",
        ),
    )


def _refund(payment: Payment, cents: int) -> Notification:
    return Notification(
        id=f"{payment.id}-refund-{payment.refunded_cents}",
        to=payment.customer.email,
        title="Reembolso realizado",
        paragraphs=(
            f"Olá, {payment.customer.name}!",
            f"Devolvemos {format_brl(cents)} do seu pagamento por {payment.description}.",
            f"Comprovante: {payment.id}.",
        ),
    )


def _boleto(payment: Payment) -> Notification:
    url = payment.instructions.url or ""
    return Notification(
        id=f"{payment.id}-boleto",
        to=payment.customer.email,
        title="Seu boleto",
        paragraphs=(
            f"Olá, {payment.customer.name}!",
            f"O boleto de {format_brl(payment.total_cents)} por {payment.description} está pronto.",
            f"Linha digitável: {payment.instructions.code}",
        ),
        # generic_send_email refuses any other link, and with it the whole message.
        link=(url, "Abrir o boleto") if url.startswith(("https://", "http://")) else None,
    )
