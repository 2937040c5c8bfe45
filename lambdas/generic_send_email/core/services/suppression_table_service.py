"""The suppression list, in the stage's table."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ekans.notations import suppression_form

from ...domain.models.error_models import TryLater
from ...domain.models.feedback_models import Suppression
from ..utils.helpers import read_text, text, trouble_with
from ..utils.notations import suppression_pk
from .table_service import Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_READS = 4


class TableSuppressions:
    """Whom this stage no longer writes to.

    Args:
        client: gives the stage's client.
        table: the table's name.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, suppression: Suppression) -> None:
        """Put the address on the list, where the first entry stays."""
        item = {
            "pk": text(suppression_pk(suppression_form(suppression.address))),
            "kind": text(suppression.kind),
            "since": text(suppression.since),
            "reason": text(suppression.reason),
        }
        if suppression.email_id:
            item["email_id"] = text(suppression.email_id)
        Table(self._client, self._table).put(item, condition="attribute_not_exists(pk)")

    def among(self, addresses: tuple[str, ...]) -> frozenset[str]:
        """Those of `addresses` that are on the list; at most 100 may be asked for."""
        by_key: dict[str, list[str]] = {}
        for address in addresses:
            by_key.setdefault(suppression_pk(suppression_form(address)), []).append(address)
        found: set[str] = set()
        for key in self._present(list(by_key)):
            found.update(by_key[key])
        return frozenset(found)

    def _present(self, keys: list[str]) -> list[str]:
        present: list[str] = []
        for attempt in range(_READS):
            if not keys:
                return present
            if attempt:
                time.sleep(0.05 * 2**attempt)
            with trouble_with(f"table {self._table}"):
                answer = self._client().batch_get_item(
                    RequestItems={
                        self._table: {
                            "Keys": [{"pk": text(key)} for key in keys],
                            "ConsistentRead": True,
                            "ProjectionExpression": "pk",
                        }
                    }
                )
            present += [read_text(item, "pk") for item in answer["Responses"].get(self._table, [])]
            left = answer.get("UnprocessedKeys", {}).get(self._table)
            keys = [read_text(dict(key), "pk") for key in left["Keys"]] if left else []
        if keys:
            raise TryLater(f"table {self._table} leaves reads undone: it throttles")
        return present

    def lift(self, address: str) -> bool:
        """Take the address off the list."""
        with trouble_with(f"table {self._table}"):
            answer = self._client().delete_item(
                TableName=self._table,
                Key={"pk": text(suppression_pk(suppression_form(address)))},
                ReturnValues="ALL_OLD",
            )
        return bool(answer.get("Attributes"))
