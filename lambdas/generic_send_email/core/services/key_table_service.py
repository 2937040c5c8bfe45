"""Idempotency keys, in the stage's table.

Source document: "Amazon DynamoDB Developer Guide", on condition expressions and time to live.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.models.error_models import KeyReused
from ..utils.helpers import Item, number, read_number, read_text, text
from ..utils.notations import idempotency_pk
from .table_service import Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEY_SECONDS = 24 * 60 * 60
"""How long a key is remembered."""


class TableKeys:
    """Which e-mail a key of one stage stands for.

    Args:
        client: gives the stage's client.
        table: the table's name.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._table = Table(client, table)

    def reserve(self, key: str, fingerprint: str, email_id: str, now: float) -> str:
        """The id that `key` stands for; ours when nobody came before.

        A key that ran out counts as absent: DynamoDB may take days to delete it.
        """
        there = self._table.put(
            {
                "pk": text(idempotency_pk(key)),
                "email_id": text(email_id),
                "fingerprint": text(fingerprint),
                "expires_at": number(math.ceil(now + KEY_SECONDS)),
            },
            condition="attribute_not_exists(pk) OR expires_at <= :now",
            values={":now": number(now)},
        )
        return email_id if there is None else _same_request(there, fingerprint)

    def find(self, key: str, fingerprint: str, now: float) -> str | None:
        """The id that `key` already stands for."""
        there = self._table.get(idempotency_pk(key))
        if there is None or read_number(there, "expires_at") <= now:
            return None
        return _same_request(there, fingerprint)


def _same_request(item: Item, fingerprint: str) -> str:
    if read_text(item, "fingerprint") != fingerprint:
        raise KeyReused("the idempotency key was used for a different e-mail")
    return read_text(item, "email_id")
