"""What clients of Lambda's API do with resource-based policies.

Source: AWS Lambda API reference, "AddPermission", "RemovePermission", "GetPolicy"; values are checked
as botocore's model of them says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import ValidationFailed
from .function import Function
from .lambda_call import Answer, Call, Route
from .lambda_service import LambdaService
from .policies import Policies

__all__ = ["PermissionActions"]

_POLICY = "/2015-03-31/functions/<path:function>/policy"
_REQUIRED = {
    "StatementId": re.compile(r"[a-zA-Z0-9-_]{1,100}"),
    "Action": re.compile(r"lambda:[*]|lambda:[a-zA-Z]+|[*]"),
    "Principal": re.compile(r"\S+"),
}
# Which parameter is which condition: the operator, and the key that it compares.
_CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}


class PermissionActions:
    """Actions on policies.

    Args:
        service: the functions.
        policies: their policies.
    """

    def __init__(self, service: LambdaService, policies: Policies) -> None:
        self._service = service
        self._policies = policies

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "POST", _POLICY, self.add
        yield "GET", _POLICY, self.get
        yield "DELETE", f"{_POLICY}/<statement>", self.remove

    def add(self, call: Call) -> Answer:
        """Adds a statement."""
        function = self._function(call)
        statement = _statement(call.body, function.resolve(None).arn(call.name.qualifier))
        revision = call.body.get("RevisionId")
        self._policies.add(function, call.name.qualifier, statement, revision)
        return 201, {"Statement": json.dumps(statement, separators=(",", ":"))}

    def get(self, call: Call) -> Answer:
        """Gives the policy of a function, or of a version or an alias of it."""
        policy = self._policies.get(self._function(call), call.name.qualifier)
        document = json.dumps(policy.document(), separators=(",", ":"))
        return 200, {"Policy": document, "RevisionId": policy.revision_id}

    def remove(self, call: Call) -> Answer:
        """Removes a statement."""
        function, revision = self._function(call), call.query.get("RevisionId")
        self._policies.remove(function, call.name.qualifier, call.statement, revision)
        return 204, None

    def _function(self, call: Call) -> Function:
        function = self._service.get(call.name.name, call.name.qualifier)
        function.resolve(call.name.qualifier)
        return function


def _statement(body: Mapping[str, Any], arn: str) -> dict[str, Any]:
    for name, pattern in _REQUIRED.items():
        value = body.get(name)
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise ValidationFailed(
                f"1 validation error detected: Value '{value}' at '{name[0].lower()}{name[1:]}'"
                " failed to satisfy constraint: Member must satisfy regular expression pattern:"
                f" {pattern.pattern}"
            )
    statement: dict[str, Any] = {
        "Sid": body["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(body["Principal"]),
        "Action": body["Action"],
        "Resource": arn,
    }
    conditions: dict[str, dict[str, str]] = {}
    for name, (operator, key) in _CONDITIONS.items():
        if (value := body.get(name)) is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            conditions.setdefault(operator, {})[key] = text
    return {**statement, "Condition": conditions} if conditions else statement


def _principal(principal: str) -> str | dict[str, str]:
    if principal == "*":
        return principal
    if re.fullmatch(r"\d{12}", principal):
        return {"AWS": f"arn:aws:iam::{principal}:root"}
    return {"AWS" if principal.startswith("arn:") else "Service": principal}
