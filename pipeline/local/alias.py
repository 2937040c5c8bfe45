"""Aliases: names that point at versions, and how an invocation by one finds its version.

Source: AWS Lambda developer guide, "Create an alias for a Lambda function" and "Implement Lambda
canary deployments using a weighted alias".
"""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .errors import InvalidParameterValue, ValidationFailed

__all__ = ["LATEST", "Alias", "checked_alias_name", "new_revision"]

LATEST = "$LATEST"
_NAME = re.compile(r"(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}")
_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


def new_revision() -> str:
    """An id for one state of a function, a version or an alias."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Alias:
    """One state of an alias.

    `weights` is which share of invocations goes to another version instead, from 0 to 1.

    Raises:
        InvalidParameterValue, ValidationFailed: the weights are none that the service takes.
    """

    name: str
    version: str
    description: str = ""
    weights: Mapping[str, float] = field(default=_NO_WEIGHTS)
    revision_id: str = field(default_factory=new_revision)

    def __post_init__(self) -> None:
        if len(self.weights) > 1:
            raise InvalidParameterValue(
                "Number of items in AdditionalVersionWeights cannot be greater than 1"
            )
        for version, weight in self.weights.items():
            if not version.isdigit() or not 0.0 <= weight <= 1.0:
                raise ValidationFailed(
                    f"1 validation error detected: Value '{{{version}={weight}}}' at"
                    " 'routingConfig.additionalVersionWeights' failed to satisfy constraint:"
                    + (_WEIGHT if version.isdigit() else _VERSION)
                )
            if version == self.version:
                raise InvalidParameterValue(
                    f"Invalid function version {version}. Function version {version} is already"
                    " included in routing configuration."
                )
        if self.weights and self.version == LATEST:
            raise InvalidParameterValue(
                "$LATEST is not supported for an alias pointing to more than 1 version"
            )

    def versions(self) -> list[str]:
        """Every version that it may lead to."""
        return [self.version, *self.weights]

    def choose(self, roll: Callable[[], float] = random.random) -> str:
        """The version for one invocation.

        Args:
            roll: a number from 0 up to but not including 1.
        """
        for version, weight in self.weights.items():
            if roll() < weight:
                return version
        return self.version


_WEIGHT = (
    " Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member"
    " must have value greater than or equal to 0.0, Member must not be null]"
)
_VERSION = (
    " Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member"
    " must have length greater than or equal to 1, Member must satisfy regular expression pattern:"
    " [0-9]+]"
)


def checked_alias_name(name: str) -> str:
    """`name`, if an alias may be called so; it may not look like a version number.

    Raises:
        ValidationFailed: it may not.
    """
    if _NAME.fullmatch(name) is None:
        raise ValidationFailed(
            f"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint:"
            " Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"
        )
    return name
