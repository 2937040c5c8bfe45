"""One call of Lambda's API, taken apart, and what an action answers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from .errors import ValidationFailed
from .function_name import FunctionName

__all__ = ["Answer", "Call", "Route"]

type Answer = tuple[int, Any]
type Route = tuple[str, str, Callable[[Call], Answer]]


@dataclass(frozen=True, slots=True)
class Call:
    """What a request says; `alias`, `uuid` and `statement` are parts of its path, `body` its JSON."""

    body: Mapping[str, Any]
    query: MultiDict[str, str]
    function: FunctionName | None = None
    alias: str = ""
    uuid: str = ""
    statement: str = ""

    @property
    def name(self) -> FunctionName:
        """The function that it is about.

        Raises:
            ValidationFailed: it is about none.
        """
        if self.function is None:
            raise ValidationFailed("a function's name is missing")
        return self.function
