"""Webhooks: what the partner tells, and how it brings it.

Each has an id of its own (`hook_...`), which it keeps when it is sent again. The partner promises neither
order nor that it sends once.

Source document: Pagar.me, "Webhooks" and API Reference, "Eventos de Webhook".
"""

import base64
import copy
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any

from .clock import stamp
from .ids import new_id

__all__ = ["basic", "deliver", "new_hook"]

_ACCOUNT = {"id": "acc_Wd0aPqRk8W0Test1", "name": "Loja de teste"}
_ANSWER_SECONDS = 10


def new_hook(event: str, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is told of an event.

    Args:
        event: `order.paid`, `charge.refunded`, ...
        data: the order or the charge as it is at this moment.
        now: the time.
    """
    return {
        "id": new_id("hook_"),
        "account": _ACCOUNT,
        "type": event,
        "created_at": stamp(now),
        "data": copy.deepcopy(dict(data)),
    }


def deliver(payload: Mapping[str, Any], url: str, user: str, password: str) -> int:
    """Bring a payload to a merchant, once; the status of the answer, 0 where there is none.

    Args:
        payload: as `new_hook` made it.
        url: of the merchant's route.
        user: name of Basic auth.
        password: its password.
    """
    try:
        request = _request(payload, url, user, password)
        with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, HTTPException, ValueError):
        return 0


def _request(
    payload: Mapping[str, Any], url: str, user: str, password: str
) -> urllib.request.Request:
    return urllib.request.Request(
        url,
        data=json.dumps(payload).encode(),
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Pagarme-Webhooks",
            "Authorization": basic(user, password),
        },
        method="POST",
    )


def basic(user: str, password: str) -> str:
    """The header `Authorization` of a user.

    Source document: RFC 7617, "The 'Basic' HTTP Authentication Scheme".
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
