"""The ways in which the API lets a function be named.

Source: AWS Lambda API reference, "FunctionName": a name, a partial ARN or an ARN, each with or
without a qualifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import InvalidParameterValue, ResourceNotFound, ValidationFailed
from .version import ACCOUNT, REGION

__all__ = ["FunctionName"]

_PATTERN = re.compile(
    r"(?:arn:aws:lambda:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?"
    r"(?:(?P<account>\d{12}):)?"
    r"(?:function:)?"
    r"(?P<name>[a-zA-Z0-9-_]{1,64})"
    r"(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9-_]{1,128}))?"
)


@dataclass(frozen=True, slots=True)
class FunctionName:
    """A function's name and the qualifier that came with it."""

    name: str
    qualifier: str | None = None

    @classmethod
    def parse(cls, text: str, qualifier: str | None = None) -> FunctionName:
        """Reads a name as it is in a path.

        Args:
            text: the name, a partial ARN or an ARN.
            qualifier: what the caller gave beside it.

        Raises:
            ValidationFailed: it is no name.
            InvalidParameterValue: two qualifiers are given and differ.
            ResourceNotFound: it names another account or region than the local one.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValidationFailed(
                f"1 validation error detected: Value '{text}' at 'functionName' failed to satisfy"
                " constraint: Member must satisfy regular expression pattern of a function's name"
            )
        if match["region"] not in {None, REGION} or match["account"] not in {None, ACCOUNT}:
            raise ResourceNotFound(
                f"Functions from {match['region'] or REGION} of {match['account'] or ACCOUNT} are"
                f" not reachable in this region ('{REGION}') of {ACCOUNT}"
            )
        if None not in {qualifier, match["qualifier"]} and qualifier != match["qualifier"]:
            raise InvalidParameterValue(
                "The derived qualifier from the function name does not match the specified"
                " qualifier."
            )
        return cls(match["name"], qualifier or match["qualifier"])
