"""Every lambda at every stage: an HTTP API with a stage for each `/<stage>/<lambda>`.

In AWS a lambda has an API of its own, whose stages are at `/<stage>`. Here all share one address, so
that an API's stage is called `<stage>/<lambda>`: whatever takes the stage off a path, or puts it in
front of a link, is right then.
"""

from __future__ import annotations

from urllib.parse import unquote

from ..alias import Alias
from ..errors import ResourceNotFound
from ..function import Function
from ..lambda_service import LambdaService
from .answer import answer_of
from .docs import Docs
from .event import Place
from .integration import Integration
from .messages import HttpAnswer, HttpRequest, json_answer

__all__ = ["StageApi"]

# Source: Amazon API Gateway developer guide, "Quotas for configuring and running an HTTP API".
_SECONDS = 30.0


class StageApi:
    """Answers what is under `/<stage>/`.

    Args:
        functions: the lambdas.
        docs: their documentation pages.
        seconds: how long a client waits for a lambda at most.
    """

    def __init__(self, functions: LambdaService, docs: Docs, seconds: float = _SECONDS) -> None:
        self._functions = functions
        self._docs = docs
        self._integration = Integration(
            answer_of, failed=500, throttled=503, id_header="apigw-requestid", seconds=seconds
        )

    def answer(self, request: HttpRequest, domain_name: str, port: int) -> HttpAnswer | None:
        """What the lambda answers that the path names; None where it names no stage."""
        stage, name, *_ = [*request.segments(2), ""]
        function = self._find(stage, name)
        if function is None:
            return self.not_found() if self._is_stage(stage) else None

        def send(request: HttpRequest) -> HttpAnswer:
            try:
                path = unquote(request.path, errors="strict")
            except UnicodeDecodeError:
                return json_answer(400, {"message": "Bad Request"})
            place = Place(path, f"{stage}/{name}", name, domain_name, port)
            return self._integration.send(request, place, function, stage)

        root = f"/{stage}/{name}"
        return self._docs.page(request, root, send) or send(request)

    def not_found(self) -> HttpAnswer:
        """An answer that lists what there is."""
        there = {
            function.name: [f"/{alias.name}/{function.name}/" for alias in _aliases(function)]
            for function in self._functions.all()
        }
        return json_answer(404, {"message": "Not Found", "lambdas": there})

    def _find(self, stage: str, name: str) -> Function | None:
        try:
            function = self._functions.get(name)
        except ResourceNotFound:
            return None
        with function.releases() as (_, _, aliases):
            return function if aliases.find(stage) else None

    def _is_stage(self, stage: str) -> bool:
        return any(
            alias.name == stage
            for function in self._functions.all()
            for alias in _aliases(function)
        )


def _aliases(function: Function) -> list[Alias]:
    with function.releases() as (_, _, aliases):
        return aliases.all()
