"""One stage of the running cloud: the shop that calls neoapp_payment, and Pagar.me beside it."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.tests.local.up.terminal import UpProcess, client

PAYMENT = "neoapp_payment"
HOOKS = "/webhooks/pagarme"

# Whom the example's credentials of webhooks are for.
HOOK_USER = "pagarme"
HOOK_PASSWORD = "local"


@dataclass(frozen=True)
class Stage:
    """A stage.

    Args:
        name: `hom` or `prod`.
        url: where the gateway serves neoapp_payment at it.
        partner: where the strings of its Pagar.me are.
    """

    name: str
    url: str
    partner: str

    @classmethod
    def of(cls, up: UpProcess, name: str) -> Stage:
        """A stage of a cloud that is up; its Pagar.me is the one that its secret names."""
        secret = client(up, "secretsmanager").get_secret_value(SecretId=f"neoapp/{name}/pagarme")
        pagarme = urlsplit(json.loads(secret["SecretString"])["url"])
        gateway = f"http://{urlsplit(up.url).netloc}"
        return cls(name, f"{gateway}/{name}/{PAYMENT}", f"http://{pagarme.netloc}/simulator")

    def call(
        self, method: str, path: str, body: object = None, key: str | None = None
    ) -> tuple[int, Any]:
        """Call neoapp_payment; status and body."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return _send(method, self.url + path, body, headers)

    def hear(self, hook: object, password: str = HOOK_PASSWORD) -> int:
        """Bring one webhook, as Pagar.me does or as somebody else; the status."""
        pair = base64.b64encode(f"{HOOK_USER}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"}
        return _send("POST", self.url + HOOKS, hook, headers)[0]

    def pull(self, method: str, path: str, body: object = None) -> Any:
        """Pull a string of Pagar.me; what it answers."""
        status, answer = _send(method, self.partner + path, body, {})
        assert status == 200, answer
        return answer

    def bring_hooks(self) -> None:
        """Have Pagar.me bring its webhooks to the lambda from now on."""
        merchant = {"url": self.url + HOOKS, "user": HOOK_USER, "password": HOOK_PASSWORD}
        self.pull("PUT", "/merchant", merchant)


def _send(method: str, url: str, body: object, headers: dict[str, str]) -> tuple[int, Any]:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, content, {"Content-Type": "application/json", **headers}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())
