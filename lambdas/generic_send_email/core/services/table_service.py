"""The three calls on a table that the repositories are made of.

Source document: "Amazon DynamoDB API Reference" (PutItem, UpdateItem, GetItem;
ReturnValuesOnConditionCheckFailure).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..utils.helpers import Item, error_code, text, trouble_with

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_FAILED = "ConditionalCheckFailedException"


class Table:
    """One table whose only key is the string `pk`.

    Args:
        client: gives the stage's client.
        name: the table's name.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str) -> Item | None:
        """The item, read consistently."""
        with trouble_with(f"table {self._name}"):
            answer = self._client().get_item(
                TableName=self._name, Key={"pk": text(pk)}, ConsistentRead=True
            )
        return dict(answer["Item"]) if "Item" in answer else None

    def put(
        self,
        item: Item,
        *,
        condition: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Item | None:
        """None when the item was written; what is there instead when the condition failed."""
        request: dict[str, Any] = {"TableName": self._name, "Item": item}
        if condition:
            request["ConditionExpression"] = condition
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        if values:
            request["ExpressionAttributeValues"] = values
        done, answer = self._conditionally(lambda client: client.put_item(**request))
        return None if done else answer

    def update(
        self, pk: str, expression: str, *, condition: str, values: Mapping[str, Any]
    ) -> tuple[bool, Item]:
        """Whether the condition held; the item after the update, or as it is when it did not.

        `#status` may stand in both expressions (`status` is a reserved word).
        """
        request: dict[str, Any] = {
            "TableName": self._name,
            "Key": {"pk": text(pk)},
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": values,
            "ReturnValues": "ALL_NEW",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if "#status" in expression + condition:
            request["ExpressionAttributeNames"] = {"#status": "status"}
        return self._conditionally(
            lambda client: client.update_item(**request).get("Attributes", {})
        )

    def _conditionally(self, call: Callable[["DynamoDBClient"], Any]) -> tuple[bool, Item]:
        from botocore.exceptions import ClientError

        with trouble_with(f"table {self._name}"):
            try:
                return True, dict(call(self._client()))
            except ClientError as error:
                if error_code(error) != _FAILED:
                    raise
                response: Mapping[str, Any] = error.response
                return False, dict(response.get("Item", {}))
