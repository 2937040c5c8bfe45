"""What clients of Lambda's API do with function URLs.

Source: AWS Lambda API reference, "CreateFunctionUrlConfig" and the other actions on function URLs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import ResourceNotFound, ValidationFailed
from .function import Function
from .function_urls import FunctionUrl, FunctionUrls
from .lambda_call import Answer, Call, Route
from .lambda_pages import paged
from .lambda_service import LambdaService

__all__ = ["UrlActions"]

_PATH = "/2021-10-31/functions/<path:function>"
_ALLOWED = {"AuthType": ("NONE", "AWS_IAM"), "InvokeMode": ("BUFFERED", "RESPONSE_STREAM")}
_LISTS = ("AllowHeaders", "AllowMethods", "AllowOrigins", "ExposeHeaders")
_MAX_AGE_SECONDS = 86_400


class UrlActions:
    """Actions on function URLs.

    Args:
        service: the functions.
        urls: their URLs.
    """

    def __init__(self, service: LambdaService, urls: FunctionUrls) -> None:
        self._service = service
        self._urls = urls

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "POST", f"{_PATH}/url", self.create
        yield "GET", f"{_PATH}/url", self.get
        yield "PUT", f"{_PATH}/url", self.update
        yield "DELETE", f"{_PATH}/url", self.delete
        yield "GET", f"{_PATH}/urls", self.list

    def create(self, call: Call) -> Answer:
        """Gives a function or an alias a URL."""
        function, alias = self._target(call)
        if call.body.get("AuthType") is None:
            raise _invalid("AuthType", None, "Member must not be null")
        url = FunctionUrl(**_fields(call.body))
        self._urls.create(function, alias, url)
        return 201, self._json(function, alias, url, modified=False)

    def get(self, call: Call) -> Answer:
        """Gives a URL's configuration."""
        function, alias = self._target(call)
        return 200, self._json(function, alias, self._urls.get(function, alias))

    def update(self, call: Call) -> Answer:
        """Changes a URL's configuration."""
        function, alias = self._target(call)
        changed = self._urls.update(function, alias, _fields(call.body))
        return 200, self._json(function, alias, changed)

    def delete(self, call: Call) -> Answer:
        """Takes a URL away."""
        self._urls.delete(*self._target(call))
        return 204, None

    def list(self, call: Call) -> Answer:
        """Lists the URLs of a function and of its aliases."""
        function = self._service.get(call.name.name)
        urls = sorted(self._urls.all(function).items(), key=lambda each: each[0] or "")
        found = [self._json(function, alias, url) for alias, url in urls]
        return 200, paged("FunctionUrlConfigs", found, call.query)

    def _target(self, call: Call) -> tuple[Function, str | None]:
        alias = call.name.qualifier
        function = self._service.get(call.name.name, alias)
        if alias is not None:
            if not re.fullmatch(r"(?!\d+$)[0-9a-zA-Z-_]+", alias):
                raise _invalid("Qualifier", alias, "it must name an alias, no version")
            with function.releases() as (_, _, aliases):
                if aliases.find(alias) is None:
                    raise ResourceNotFound(f"Function not found: {self._arn(function, alias)}")
        return function, alias

    def _json(
        self, function: Function, alias: str | None, url: FunctionUrl, *, modified: bool = True
    ) -> dict[str, Any]:
        found: dict[str, Any] = {
            "FunctionUrl": self._urls.address(url),
            "FunctionArn": self._arn(function, alias),
            "AuthType": url.auth_type,
            "InvokeMode": url.invoke_mode,
            "CreationTime": url.created.isoformat().replace("+00:00", "Z"),
        }
        if url.cors is not None:
            found["Cors"] = dict(url.cors)
        if modified:
            found["LastModifiedTime"] = url.modified.isoformat().replace("+00:00", "Z")
        return found

    def _arn(self, function: Function, alias: str | None) -> str:
        with function.releases() as (latest, _, _):
            return latest.described.arn(alias)


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, field in (("AuthType", "auth_type"), ("InvokeMode", "invoke_mode")):
        value = body.get(name)
        if value is None:
            continue
        if value not in _ALLOWED[name]:
            allowed = ", ".join(sorted(_ALLOWED[name]))
            raise _invalid(name, value, f"Member must satisfy enum value set: [{allowed}]")
        fields[field] = value
    if body.get("Cors") is not None:
        fields["cors"] = _cors(body["Cors"])
    return fields


def _cors(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _invalid("Cors", value, "it must be an object")
    for name in _LISTS:
        each = value.get(name, [])
        if not isinstance(each, list) or not all(isinstance(item, str) for item in each):
            raise _invalid(f"Cors.{name}", each, "it must be a list of texts")
    age = value.get("MaxAge", 0)
    if not isinstance(age, int) or not 0 <= age <= _MAX_AGE_SECONDS:
        raise _invalid("Cors.MaxAge", age, f"it must be from 0 to {_MAX_AGE_SECONDS}")
    return value


def _invalid(name: str, value: object, constraint: str) -> ValidationFailed:
    at = f"{name[0].lower()}{name[1:]}"
    return ValidationFailed(
        f"1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint:"
        f" {constraint}"
    )
