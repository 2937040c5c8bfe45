"""All orders of one account, and what happened to them.

The order's status follows its charges: pending, paid, canceled, failed; a chargeback leaves it alone.
Two orders may have the same `code`: it is the merchant's own, and nothing makes it unique.

Source documents: Pagar.me, API Reference, "Pedidos", "Cobranças" and "Eventos de Webhook".
"""

import copy
import threading
from collections.abc import Callable
from typing import Any

from . import charges
from .charges import Charge
from .clock import SettableClock, stamp
from .hooks import new_hook
from .ids import new_id
from .payments import new_charge

__all__ = ["Book", "Order"]

type Order = dict[str, Any]

_EVENT_OF_CHARGE = {
    "pending": "charge.pending",
    "processing": "charge.processing",
    "paid": "charge.paid",
    "overpaid": "charge.overpaid",
    "underpaid": "charge.underpaid",
    "failed": "charge.payment_failed",
    "canceled": "charge.refunded",
    "chargedback": "charge.chargedback",
}
_EVENT_OF_ORDER = {
    "paid": "order.paid",
    "failed": "order.payment_failed",
    "canceled": "order.canceled",
}


class Book:
    """The orders.

    Args:
        clock: the time that things happen at.
        tell: given every webhook's payload, as it is made.
    """

    def __init__(self, clock: SettableClock, tell: Callable[[dict[str, Any]], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._lock = threading.RLock()
        self._orders: dict[str, Order] = {}
        self._hooks: dict[str, list[dict[str, Any]]] = {}

    def create(self, body: dict[str, Any]) -> Order:
        """A new order, charged at once. `body` is valid."""
        now = self._clock.now()
        code = body.get("code") or new_id("")[:10].upper()
        customer = {"id": body.get("customer_id") or new_id("cus_"), **(body.get("customer") or {})}
        total = sum(item["amount"] * item["quantity"] for item in body["items"])
        order = {
            "id": new_id("or_"),
            "code": code,
            "amount": sum(payment.get("amount") or total for payment in body["payments"]),
            "currency": "BRL",
            "closed": True,
            "items": [self._item(item) for item in body["items"]],
            "customer": customer,
            "status": "pending",
            "created_at": stamp(now),
            "updated_at": stamp(now),
            "closed_at": stamp(now),
            "metadata": body.get("metadata") or {},
            "charges": [
                new_charge(payment, code, total, customer, now) for payment in body["payments"]
            ],
        }
        with self._lock:
            self._orders[order["id"]] = order
            self._note(order, "order.created", order)
            for charge in order["charges"]:
                self._note(order, _EVENT_OF_CHARGE[charge["status"]], _with_order(order, charge))
            self._follow(order)
            return copy.deepcopy(order)

    def orders(self) -> list[Order]:
        """Every order, oldest first."""
        with self._lock:
            return copy.deepcopy(list(self._orders.values()))

    def order(self, order_id: str) -> Order | None:
        """One order, or None."""
        with self._lock:
            return copy.deepcopy(self._orders.get(order_id))

    def charge(self, charge_id: str) -> Charge | None:
        """One charge with the short form of its order, or None."""
        with self._lock:
            found = self._find(charge_id)
            return None if found is None else _with_order(*found)

    def hooks(self, order_id: str) -> list[dict[str, Any]]:
        """The webhooks of an order, oldest first."""
        with self._lock:
            return copy.deepcopy(self._hooks.get(order_id, []))

    def change(self, charge_id: str, work: Callable[[Charge], None]) -> Charge | None:
        """Have something happen to a charge; the charge after it, None when there is none.

        Args:
            charge_id: which.
            work: changes the charge, or raises and leaves it as it is.
        """
        with self._lock:
            found = self._find(charge_id)
            if found is None:
                return None
            order, charge = found
            before = charge["status"]
            work(charge)
            partial = charge["status"] == before and "canceled_amount" in charge
            event = "charge.partial_canceled" if partial else _EVENT_OF_CHARGE[charge["status"]]
            # There is no event for a charge that was canceled unpaid: the order's says it.
            if charge["status"] != "canceled" or charges.took_money(charge):
                self._note(order, event, _with_order(order, charge))
            self._follow(order)
            return _with_order(order, charge)

    def forget(self) -> None:
        """Have no orders."""
        with self._lock:
            self._orders.clear()
            self._hooks.clear()

    def _find(self, charge_id: str) -> tuple[Order, Charge] | None:
        for order in self._orders.values():
            for charge in order["charges"]:
                if charge["id"] == charge_id:
                    return order, charge
        return None

    def _follow(self, order: Order) -> None:
        order["updated_at"] = stamp(self._clock.now())
        status = _status_of([charge["status"] for charge in order["charges"]])
        if status not in (order["status"], None):
            order["status"] = status
            self._note(order, _EVENT_OF_ORDER[status], order)

    def _note(self, order: Order, event: str, data: dict[str, Any]) -> None:
        hook = new_hook(event, data, self._clock.now())
        self._hooks.setdefault(order["id"], []).append(hook)
        self._tell(hook)

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"id": new_id("oi_"), "type": "product", "status": "active", **item}


def _status_of(statuses: list[str]) -> str | None:
    """The order's status for its charges'; None to leave it."""
    if all(status in ("paid", "overpaid") for status in statuses):
        return "paid"
    for ended in ("canceled", "failed"):
        if all(status == ended for status in statuses):
            return ended
    return None


def _with_order(order: Order, charge: Charge) -> Charge:
    short = {name: order[name] for name in order if name not in ("charges", "items", "customer")}
    return copy.deepcopy({**charge, "order": short})
