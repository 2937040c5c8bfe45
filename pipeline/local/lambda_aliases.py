"""What clients of Lambda's API do with aliases, reserved concurrency and tags.

Source: AWS Lambda API reference, "CreateAlias" and the other actions on aliases,
"PutFunctionConcurrency", "TagResource".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .alias import Alias
from .errors import InvalidParameterValue
from .lambda_call import Answer, Call, Route
from .lambda_json import alias_json
from .lambda_pages import paged
from .lambda_service import LambdaService

__all__ = ["AliasActions"]

_ALIASES = "/2015-03-31/functions/<path:function>/aliases"
_CONCURRENCY = "functions/<path:function>/concurrency"
_TAGS = "/2017-03-31/tags/<path:function>"


class AliasActions:
    """Actions on aliases, on reserved concurrency and on tags of functions."""

    def __init__(self, service: LambdaService) -> None:
        self._service = service

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "POST", _ALIASES, self.create
        yield "GET", _ALIASES, self.list
        yield "GET", f"{_ALIASES}/<alias>", self.get
        yield "PUT", f"{_ALIASES}/<alias>", self.update
        yield "DELETE", f"{_ALIASES}/<alias>", self.delete
        yield "PUT", f"/2017-10-31/{_CONCURRENCY}", self.put_concurrency
        yield "DELETE", f"/2017-10-31/{_CONCURRENCY}", self.delete_concurrency
        yield "GET", f"/2019-09-30/{_CONCURRENCY}", self.get_concurrency
        yield "GET", _TAGS, self.list_tags
        yield "POST", _TAGS, self.tag
        yield "DELETE", _TAGS, self.untag

    def create(self, call: Call) -> Answer:
        """Adds an alias."""
        alias = Alias(
            str(call.body.get("Name", "")),
            str(call.body.get("FunctionVersion", "")),
            str(call.body.get("Description", "")),
            _weights(call.body) or {},
        )
        with self._service.get(call.name.name, alias.version).releases() as (_, _, aliases):
            return 201, alias_json(aliases.create(alias), call.name.name)

    def update(self, call: Call) -> Answer:
        """Points an alias elsewhere."""
        with self._service.get(call.name.name).releases() as (_, _, aliases):
            changed = aliases.update(
                call.alias,
                version=call.body.get("FunctionVersion"),
                description=call.body.get("Description"),
                weights=_weights(call.body),
                revision_id=call.body.get("RevisionId"),
            )
        return 200, alias_json(changed, call.name.name)

    def get(self, call: Call) -> Answer:
        """Gives an alias."""
        with self._service.get(call.name.name).releases() as (_, _, aliases):
            return 200, alias_json(aliases.get(call.alias), call.name.name)

    def delete(self, call: Call) -> Answer:
        """Removes an alias."""
        with self._service.get(call.name.name).releases() as (_, _, aliases):
            aliases.delete(call.alias)
        return 204, None

    def list(self, call: Call) -> Answer:
        """Lists aliases, those of one version where that is asked for."""
        with self._service.get(call.name.name).releases() as (_, _, aliases):
            found = aliases.all(call.query.get("FunctionVersion"))
        listed = [alias_json(alias, call.name.name) for alias in found]
        return 200, paged("Aliases", listed, call.query)

    def put_concurrency(self, call: Call) -> Answer:
        """Reserves concurrency."""
        if call.name.qualifier is not None:
            raise InvalidParameterValue(
                "This operation is permitted on Lambda functions only. Aliases and versions do not"
                " support this operation. Please specify either a function name or an unqualified"
                " function ARN."
            )
        limit = int(call.body.get("ReservedConcurrentExecutions", 0))
        self._service.reserve(call.name.name, limit)
        return 200, {"ReservedConcurrentExecutions": limit}

    def get_concurrency(self, call: Call) -> Answer:
        """Gives the reserved concurrency, if any."""
        limit = self._service.get(call.name.name).concurrency
        return 200, {} if limit is None else {"ReservedConcurrentExecutions": limit}

    def delete_concurrency(self, call: Call) -> Answer:
        """Takes the reserved concurrency away."""
        self._service.reserve(call.name.name, None)
        return 204, None

    def list_tags(self, call: Call) -> Answer:
        """Gives a function's tags."""
        return 200, {"Tags": self._service.tags(call.name.name)}

    def tag(self, call: Call) -> Answer:
        """Adds tags."""
        self._service.tag(call.name.name, call.body.get("Tags") or {})
        return 204, None

    def untag(self, call: Call) -> Answer:
        """Removes tags."""
        self._service.tag(call.name.name, {}, tuple(call.query.getlist("tagKeys")))
        return 204, None


def _weights(body: Mapping[str, Any]) -> dict[str, float] | None:
    if body.get("RoutingConfig") is None:
        return None
    weights = body["RoutingConfig"].get("AdditionalVersionWeights") or {}
    return {str(version): float(weight) for version, weight in weights.items()}
