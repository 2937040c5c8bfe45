"""Pagar.me moves the money.

    POST   /orders                Idempotency-key, kept for 24 hours
    GET    /orders/{id}           GET /orders?code={code}
    DELETE /charges/{id}          {"amount": centavos}: gives back, or cancels

Source document: "Pagar.me API Reference v5", on orders, charges, authentication and idempotency.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from ekans.http import (
    BadStatus,
    Denied,
    Limits,
    NotSent,
    Reply,
    ServiceClient,
    ServiceError,
    Throttled,
)

from ...domain.models.error_models import OutcomeUnknown, Refused, TryLater
from ...domain.models.observation_models import ChargeStatus, Observation
from ...domain.models.order_models import Order
from ..utils.pagarme_orders import observation_of, order_body

LIMITS = Limits(silence=10.0, call=12.0, attempts=2)
"""A call ends well before the function does, which has 30 s, so that its outcome can be recorded."""

# What reading something that is no order can raise.
_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_NOT_THERE = 404
_REFUSALS = frozenset({400, 402, 404, 412, 422})


class PagarmeGateway:
    """Orders and charges of one stage's account.

    Args:
        url: the API's base, such as `https://api.pagar.me/core/v5`.
        secret_key: gives the account's key; asked for a fresh one when it was refused.
    """

    def __init__(self, url: str, secret_key: Callable[[bool], str]) -> None:
        self._secret_key = secret_key
        self._client = ServiceClient(
            "pagarme",
            url,
            credentials=self._credentials,
            limits=LIMITS,
            idempotency_header="Idempotency-key",
        )

    def create(self, order: Order) -> Observation:
        """Create the order, once for each key."""
        try:
            reply = self._client.post("/orders", json=order_body(order), idempotency_key=order.key)
            return observation_of(reply.json())
        except ServiceError as error:
            _raise(error)
        except _UNREADABLE as error:
            # It is there, and says what it is to whoever looks it up.
            raise OutcomeUnknown("the new order cannot be read") from error

    def get(self, order_id: str) -> Observation | None:
        """The order by the partner's id."""
        reply = self._read("/orders/{id}", {"id": order_id}, {})
        return None if reply.status == _NOT_THERE else _readable(_json(reply))

    def find(self, code: str) -> Observation | None:
        """The order by our code; of several, the one that was paid."""
        found = _json(self._read("/orders", {}, {"code": code, "size": 30}))
        rows = found.get("data") if isinstance(found, dict) else None
        if not isinstance(rows, list):
            raise TryLater("pagarme's list of orders cannot be read")
        seen = [one for one in map(_readable, rows) if one.code == code]
        return max(seen, key=_weight, default=None)

    def refund(self, charge_id: str, amount_cents: int, key: str) -> None:
        """Give back so much of a charge."""
        try:
            self._client.delete(
                "/charges/{id}",
                path_values={"id": charge_id},
                json={"amount": amount_cents},
                idempotency_key=key,
                # The documents promise idempotency for what is created; this is not.
                repeatable=False,
            )
        except ServiceError as error:
            _raise(error)

    def _read(self, path: str, values: Mapping[str, str], params: Mapping[str, Any]) -> Reply:
        try:
            return self._client.get(path, path_values=values, params=params, accept=(_NOT_THERE,))
        except ServiceError as error:
            raise TryLater(str(error)) from error

    def _credentials(self, *, fresh: bool) -> dict[str, str]:
        pair = f"{self._secret_key(fresh)}:".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


def _json(reply: Reply) -> Any:
    try:
        return reply.json()
    except ServiceError as error:
        raise TryLater(str(error)) from error


def _readable(order: Any) -> Observation:
    try:
        return observation_of(order)
    except _UNREADABLE as error:
        raise TryLater(f"pagarme's order cannot be read ({type(error).__name__})") from error


def _weight(seen: Observation) -> tuple[int, bool]:
    return seen.paid_cents, seen.status is ChargeStatus.PENDING


def _raise(error: ServiceError) -> NoReturn:
    """What a failed call that moves money means."""
    if not error.outcome_unknown:
        if isinstance(error, NotSent | Throttled | Denied):
            raise TryLater(str(error)) from error
        if isinstance(error, BadStatus) and error.status in _REFUSALS:
            code = f"pagarme_{error.status}"
            raise Refused(code, "the partner does not accept this request") from error
    raise OutcomeUnknown(str(error)) from error
