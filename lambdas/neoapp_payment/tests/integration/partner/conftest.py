"""The partner's stand-in, and a merchant that calls it."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from ...partner.cards import APPROVED_TOKEN
from ...partner_server import PartnerServer


class Merchant:
    """Calls the partner as a program would that is not under test."""

    def __init__(self, partner: PartnerServer) -> None:
        self.partner = partner
        self.client = httpx2.Client(
            base_url=partner.url, auth=(partner.api_key, ""), trust_env=False
        )

    def order(
        self,
        payment: dict[str, Any],
        *,
        code: str = "a1",
        key: str | None = None,
        timeout: float = 10,
    ) -> httpx2.Response:
        """Ask for an order of R$ 19,90."""
        body = {
            "code": code,
            "items": [{"amount": 1990, "quantity": 1, "description": "Livro", "code": "7"}],
            "customer": {"name": "Ana", "email": "ana@example.com"},
            "payments": [payment],
        }
        headers = {} if key is None else {"Idempotency-key": key}
        return self.client.post("/orders", json=body, headers=headers, timeout=timeout)

    def cancel(self, charge_id: str, amount: int | None = None) -> httpx2.Response:
        """Ask for a refund."""
        body = {} if amount is None else {"amount": amount}
        return self.client.request("DELETE", f"/charges/{charge_id}", json=body)

    def control(self, method: str, path: str, body: object = None) -> httpx2.Response:
        """Pull a string of the stand-in."""
        url = self.partner.url.replace("/core/v5", f"/simulator{path}")
        content = b"" if body is None else json.dumps(body).encode()
        return self.client.request(method, url, content=content)


PIX = {"payment_method": "pix", "pix": {"expires_in": 3600}}
BOLETO = {
    "payment_method": "boleto",
    "boleto": {"instructions": "Pagar", "due_at": "2030-01-01T00:00:00Z"},
}


def card(token: str = APPROVED_TOKEN) -> dict[str, Any]:
    """A payment by card."""
    return {
        "payment_method": "credit_card",
        "credit_card": {"card_token": token, "installments": 3, "statement_descriptor": "LOJA"},
    }


@pytest.fixture(scope="package")
def server() -> Iterator[PartnerServer]:
    """The stand-in on a free port."""
    with PartnerServer() as server:
        yield server


@pytest.fixture
def pagarme(server: PartnerServer) -> Iterator[PartnerServer]:
    """The stand-in, as new."""
    server.forget()
    yield server
    server.forget()


@pytest.fixture(scope="package")
def caller(server: PartnerServer) -> Iterator[Merchant]:
    """A merchant with the right key."""
    merchant = Merchant(server)
    yield merchant
    merchant.client.close()


@pytest.fixture
def merchant(pagarme: PartnerServer, caller: Merchant) -> Merchant:
    """A merchant with the right key, who ordered nothing yet."""
    return caller
