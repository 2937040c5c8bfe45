"""Pulls the strings over HTTP, where the partner runs in another process, as in the local cloud.

    curl -X POST http://127.0.0.1:PORT/simulator/orders/or_.../pay
    curl -X PUT http://127.0.0.1:PORT/simulator/merchant \\
        -d '{"url": "http://.../webhooks/pagarme", "user": "...", "password": "..."}'

Pagar.me has none of this: its dashboard and its customers do these things.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

from .answers import Answer, failed_precondition, invalid, not_found
from .book import Order
from .charges import Refused

__all__ = ["BASE", "Controlled", "Controls"]

BASE = "/simulator"


class Controlled(Protocol):
    """What has strings to pull: `PartnerServer`."""

    @property
    def orders(self) -> list[Order]:
        """Every order."""

    def pay(self, order_id: str, amount: int | None = None) -> Order:
        """The customer pays."""

    def expire(self, order_id: str) -> Order:
        """Nobody pays in time."""

    def refund(self, order_id: str, amount: int | None = None) -> Order:
        """The merchant gives back from the dashboard."""

    def charge_back(self, order_id: str) -> Order:
        """The cardholder has it undone."""

    def hooks(self, order_id: str) -> list[dict[str, Any]]:
        """The payloads of its webhooks."""

    def notify(self, url: str, user: str, password: str) -> None:
        """Bring webhooks to a merchant."""


class Controls:
    """The routes below `/simulator`.

    Args:
        partner: whose strings they pull.
    """

    def __init__(self, partner: Controlled) -> None:
        self._partner = partner

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """What happens, and the order after it.

        Args:
            method: of HTTP.
            path: below `/simulator`.
            body: JSON or nothing.
        """
        partner = self._partner
        try:
            asked = json.loads(body) if body else {}
            match [method, *path.strip("/").split("/")]:
                case ["GET", "orders"]:
                    return Answer(200, partner.orders)
                case ["GET", "orders", order_id, "hooks"]:
                    return Answer(200, partner.hooks(order_id))
                case ["PUT", "merchant"]:
                    partner.notify(asked["url"], asked["user"], asked["password"])
                    return Answer(200, {})
                case ["POST", "orders", order_id, action]:
                    work = self._work(action, asked.get("amount"))
                    return not_found("Action") if work is None else Answer(200, work(order_id))
        except Refused as error:
            return failed_precondition(str(error))
        except KeyError as error:
            return invalid({str(error.args[0]): ["It is required."]})
        except LookupError:
            return not_found("Order")
        except (ValueError, TypeError, AttributeError):
            return Answer(400, {"message": "The body is not a JSON object."})
        return not_found("Resource")

    def _work(self, action: str, amount: int | None) -> Callable[[str], Order] | None:
        works: dict[str, Callable[[str], Order]] = {
            "pay": lambda order_id: self._partner.pay(order_id, amount),
            "refund": lambda order_id: self._partner.refund(order_id, amount),
            "expire": self._partner.expire,
            "charge_back": self._partner.charge_back,
        }
        return works.get(action)
