"""What stands for Pagar.me in tests and in the local cloud: a real HTTP server that follows its documents.

    with PartnerServer() as partner:
        ...                                     # the lambda asks for an order of code "a1" at partner.url
        order_id = partner.orders[0]["id"]
        partner.pay(order_id)                   # the customer pays the PIX
        partner.hooks(order_id)                 # what Pagar.me would tell
        assert partner.charges_of("a1") == 1

What it knows of Pagar.me is in the package `partner`, each module with its source document. From another
process the same strings are pulled over HTTP: see `partner.controls`.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from .partner import charges
from .partner.answers import Answer
from .partner.api import BASE, Api, Headers
from .partner.book import Book, Order
from .partner.charges import Charge
from .partner.clock import SettableClock
from .partner.controls import Controls
from .partner.faults import Faults
from .partner.hooks import deliver
from .partner.idempotency import Keys
from .partner.wire import Interrupt, Wire

API_KEY = "sk_test_0123456789abcdef"

_CARRIED = ("traceparent", "tracestate", "x-amzn-trace-id", "x-correlation-id", "user-agent")


@dataclass(frozen=True)
class Request:
    """A request that came, without its secrets.

    Args:
        method: of HTTP.
        target: path below the base URL, and query.
        key: its idempotency key.
        body: as it came.
        carried: what names the caller's request, by header.
    """

    method: str
    target: str
    key: str | None
    body: str
    carried: tuple[tuple[str, str], ...] = ()


class PartnerServer:
    """Pagar.me on a free port of 127.0.0.1. Use as a context manager.

    Attributes:
        url: base URL, ending in `/core/v5`.
        api_key: the merchant's secret key.
        clock: the partner's time, which a test may set.
        faults: what goes wrong on demand.
        requests: what came, in order.
        delivered: id and answered status of each webhook that was brought.
        values: what stands for it in the lambda's `.env`.
    """

    def __init__(self, api_key: str = API_KEY) -> None:
        self.api_key = api_key
        self.clock = SettableClock()
        self.faults = Faults()
        self.requests: list[Request] = []
        self.delivered: list[tuple[str, int]] = []
        self._merchant: tuple[str, str, str] | None = None
        self._outgoing: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._book = Book(self.clock, self._told)
        self._keys = Keys(self.clock)
        self._api = Api(api_key, self._book, self._keys, self.clock)
        self._wire = Wire(self._respond, Controls(self).answer, self.faults)
        self._courier = threading.Thread(target=self._carry, daemon=True)
        self.url = f"http://127.0.0.1:{self._wire.port}{BASE}"
        self.values = {"PAGARME_URL": self.url, "PAGARME_SECRET_KEY": api_key}

    @property
    def orders(self) -> list[Order]:
        """Every order, oldest first."""
        return self._book.orders()

    def charges_of(self, code: str) -> int:
        """How often money was taken for the orders of this code, given back or not."""
        return sum(
            charges.took_money(charge)
            for order in self.orders
            if order["code"] == code
            for charge in order["charges"]
        )

    def pay(self, order_id: str, amount: int | None = None) -> Order:
        """The customer pays; the order after it.

        Args:
            order_id: which.
            amount: centavos; None for what was asked.

        Raises:
            LookupError: there is no such order.
            Refused: it waits for no payment.
        """
        return self._each(order_id, lambda charge, now: charges.pay(charge, amount, now))

    def expire(self, order_id: str) -> Order:
        """Nobody pays in time, or the acquirer says no in the end; raises as `pay`."""
        return self._each(order_id, charges.expire)

    def refund(self, order_id: str, amount: int | None = None) -> Order:
        """The merchant gives back from the partner's dashboard; raises as `pay`."""
        return self._each(order_id, lambda charge, now: charges.cancel(charge, amount, now))

    def charge_back(self, order_id: str) -> Order:
        """The cardholder has it undone; raises as `pay`."""
        return self._each(order_id, charges.charge_back)

    def hooks(self, order_id: str) -> list[dict[str, Any]]:
        """The payloads of its webhooks as they are sent, oldest first."""
        return self._book.hooks(order_id)

    def notify(self, url: str, user: str, password: str) -> None:
        """Bring webhooks to a merchant from now on, in the background, each once.

        Args:
            url: of the merchant's route.
            user: name of Basic auth.
            password: its password.
        """
        self._merchant = (url, user, password)

    def settle(self) -> None:
        """Wait until every webhook on its way was brought."""
        self._outgoing.join()

    def forget(self) -> None:
        """Be as new."""
        self.faults.clear()
        self.settle()
        self._merchant = None
        self._book.forget()
        self._keys.forget()
        self.clock.release()
        self.requests.clear()
        self.delivered.clear()

    def __enter__(self) -> Self:
        self._wire.open()
        self._courier.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()
        self._outgoing.put(None)
        self._courier.join(10)

    def _respond(
        self, method: str, target: str, headers: Headers, body: bytes, interrupt: Interrupt
    ) -> Answer:
        key, text = headers.get("Idempotency-key"), body.decode(errors="replace")
        carried = tuple((name, value) for name in _CARRIED if (value := headers.get(name)))
        self.requests.append(Request(method, target, key, text, carried))
        return self._api.answer(method, target, headers, body, interrupt)

    def _each(self, order_id: str, work: Callable[[Charge, datetime], None]) -> Order:
        order = self._book.order(order_id)
        if order is None:
            raise LookupError(f"the partner has no order {order_id}")
        for charge in order["charges"]:
            self._book.change(charge["id"], lambda found: work(found, self.clock.now()))
        return self._book.order(order_id) or order

    def _told(self, payload: dict[str, Any]) -> None:
        if self._merchant is not None:
            self._outgoing.put(payload)

    def _carry(self) -> None:
        while (payload := self._outgoing.get()) is not None:
            if self._merchant is not None:
                self.delivered.append((payload["id"], deliver(payload, *self._merchant)))
            self._outgoing.task_done()
        self._outgoing.task_done()
