"""The URLs of functions: addresses of their own, without an API in front.

Source: AWS Lambda developer guide, "Creating and managing Lambda function URLs".
"""

from __future__ import annotations

import datetime
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from .errors import ResourceConflict, ResourceNotFound
from .function import Function
from .version import REGION

__all__ = ["FunctionUrl", "FunctionUrls"]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class FunctionUrl:
    """One state of a function's URL; `auth_type` is `NONE` or `AWS_IAM`, `cors` as the API has it."""

    auth_type: str
    cors: Mapping[str, Any] | None = None
    invoke_mode: str = "BUFFERED"
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    created: datetime.datetime = field(default_factory=_now)
    modified: datetime.datetime = field(default_factory=_now)

    @property
    def domain_name(self) -> str:
        """What the service calls its host."""
        return f"{self.id}.lambda-url.{REGION}.on.aws"


class FunctionUrls:
    """The URLs of functions and of their aliases, one each; thread-safe.

    A function that is deleted takes its URLs with it. `base` is where a gateway serves them; without
    one they are called as in AWS, and lead nowhere.
    """

    def __init__(self) -> None:
        self.base: str | None = None
        self._lock = threading.Lock()
        self._of: WeakKeyDictionary[Function, dict[str | None, FunctionUrl]] = WeakKeyDictionary()

    def address(self, url: FunctionUrl) -> str:
        """Where a client finds it."""
        return f"https://{url.domain_name}/" if self.base is None else f"{self.base}/{url.id}/"

    def create(self, function: Function, alias: str | None, url: FunctionUrl) -> FunctionUrl:
        """Gives a function, or an alias of it, a URL.

        Raises:
            ResourceConflict: it has one.
        """
        with self._lock:
            urls = self._existing(function)
            if alias in urls:
                raise ResourceConflict("FunctionUrlConfig exists for this Lambda function")
            urls[alias] = url
        return url

    def get(self, function: Function, alias: str | None) -> FunctionUrl:
        """The URL of a function, or of an alias of it.

        Raises:
            ResourceNotFound: it has none.
        """
        with self._lock:
            return self._get(function, alias)

    def all(self, function: Function) -> dict[str | None, FunctionUrl]:
        """Every URL of a function, by its alias; a copy."""
        with self._lock:
            return dict(self._existing(function))

    def update(
        self, function: Function, alias: str | None, changes: Mapping[str, Any]
    ) -> FunctionUrl:
        """Changes fields of a URL; its address stays.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            changed = replace(self._get(function, alias), **changes, modified=_now())
            self._of[function][alias] = changed
        return changed

    def delete(self, function: Function, alias: str | None) -> None:
        """Takes a URL away.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            self._get(function, alias)
            del self._of[function][alias]

    def find(self, url_id: str) -> tuple[Function, str | None, FunctionUrl] | None:
        """The function, the alias and the URL that have this id."""
        with self._lock:
            for function in list(self._of):
                for alias, url in self._existing(function).items():
                    if url.id == url_id:
                        return function, alias, url
        return None

    def _get(self, function: Function, alias: str | None) -> FunctionUrl:
        url = self._existing(function).get(alias)
        if url is None:
            raise ResourceNotFound("The resource you requested does not exist.")
        return url

    def _existing(self, function: Function) -> dict[str | None, FunctionUrl]:
        """The URLs of a function, without those of aliases that are no more."""
        urls = self._of.setdefault(function, {})
        with function.releases() as (_, _, aliases):
            for alias in [each for each in urls if each and aliases.find(each) is None]:
                del urls[alias]
        return urls
