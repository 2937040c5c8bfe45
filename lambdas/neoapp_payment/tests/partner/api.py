"""The partner's routes, from a request that is whole to its answer.

Source document: Pagar.me, API Reference, "Criar pedido", "Obter pedido", "Listar pedidos", "Obter cobrança",
"Cancelar cobrança" and "Autenticação".
"""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from . import charges
from .answers import Answer, failed_precondition, invalid, not_found, unauthorized
from .book import Book
from .charges import Charge, Refused
from .clock import SettableClock
from .hooks import basic
from .idempotency import Keys
from .requests import errors_of

__all__ = ["BASE", "Api", "Headers"]

BASE = "/core/v5"
_LARGEST_PAGE = 30


class Headers(Protocol):
    """Headers of HTTP, found whatever their case."""

    def get(self, name: str, /) -> str | None:
        """The value, or None."""


class Api:
    """Answers requests of one merchant.

    Args:
        api_key: the merchant's secret key.
        book: the orders.
        keys: the memory of idempotency keys.
        clock: the time.
    """

    def __init__(self, api_key: str, book: Book, keys: Keys, clock: SettableClock) -> None:
        self._authorization = basic(api_key, "")
        self._book = book
        self._keys = keys
        self._clock = clock

    def answer(
        self,
        method: str,
        target: str,
        headers: Headers,
        body: bytes,
        interrupt: Callable[[], Answer | None],
    ) -> Answer:
        """What the partner answers.

        Args:
            method: of HTTP.
            target: path below the base URL, and query.
            headers: found whatever their case.
            body: as it came.
            interrupt: called when the request is under way and has no effect yet; its answer counts.
        """
        given = headers.get("Authorization") or ""
        if not hmac.compare_digest(given.encode(), self._authorization.encode()):
            return unauthorized()
        key = None if method == "GET" else headers.get("Idempotency-key")
        return self._keys.once(key, lambda: interrupt() or self._route(method, target, body))

    def _route(self, method: str, target: str, body: bytes) -> Answer:
        url = urlsplit(target)
        match [method, *url.path.strip("/").split("/")]:
            case ["POST", "orders"]:
                return self._create(body)
            case ["GET", "orders"]:
                return self._list(parse_qs(url.query))
            case ["GET", "orders", order_id]:
                order = self._book.order(order_id)
                return not_found("Order") if order is None else Answer(200, order)
            case ["GET", "charges", charge_id]:
                charge = self._book.charge(charge_id)
                return not_found("Charge") if charge is None else Answer(200, charge)
            case ["DELETE", "charges", charge_id]:
                return self._cancel(charge_id, body)
        return not_found("Resource")

    def _create(self, body: bytes) -> Answer:
        try:
            asked = json.loads(body)
        except ValueError:
            return Answer(400, {"message": "The request body is not valid JSON."})
        errors = errors_of(asked)
        return invalid(errors) if errors else Answer(200, self._book.create(asked))

    def _list(self, query: Mapping[str, list[str]]) -> Answer:
        try:
            page = int(query.get("page", ["1"])[0])
            size = int(query.get("size", ["10"])[0])
        except ValueError:
            return invalid({"page": ["The page and size fields must be numbers."]})
        if page < 1 or not 1 <= size <= _LARGEST_PAGE:
            return invalid({"size": [f"The size field must be between 1 and {_LARGEST_PAGE}."]})
        found = [
            order
            for order in reversed(self._book.orders())
            if all(order[name] in query[name] for name in ("code", "status") if name in query)
        ]
        rows = found[(page - 1) * size : page * size]
        return Answer(200, {"data": rows, "paging": {"total": len(found)}})

    def _cancel(self, charge_id: str, body: bytes) -> Answer:
        try:
            asked: Any = json.loads(body) if body else {}
        except ValueError:
            return Answer(400, {"message": "The request body is not valid JSON."})
        amount = asked.get("amount") if isinstance(asked, dict) else asked
        if amount is not None and (type(amount) is not int or amount <= 0):
            return invalid({"amount": ["The amount field must be greater than zero."]})

        def give_back(charge: Charge) -> None:
            charges.cancel(charge, amount, self._clock.now())

        try:
            charge = self._book.change(charge_id, give_back)
        except Refused as error:
            return failed_precondition(str(error))
        return not_found("Charge") if charge is None else Answer(200, charge)
