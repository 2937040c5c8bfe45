"""Function URLs: `/_url/<id>/...`, and `http://<id>.lambda-url.localhost:<port>/...`.

Sources: AWS Lambda developer guide, "Invoking Lambda function URLs" and "Control access to Lambda
function URLs".
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from ..function import Function
from ..function_urls import FunctionUrl, FunctionUrls
from ..lambda_service import LambdaService
from ..policies import Policies
from .answer import answer_of
from .cors import preflight_answer, with_cors
from .event import Place
from .integration import Integration
from .messages import HttpAnswer, HttpRequest, json_answer
from .signature import caller_of

__all__ = ["PREFIX", "UrlApi"]

PREFIX = "_url"
# A function takes no longer than its own timeout, which is 15 minutes at most.
_SECONDS = 960.0
_FORBIDDEN = json_answer(403, {"Message": "Forbidden"}, ("x-amzn-errortype", "AccessDenied"))
# Both are needed: to use the URL, and to invoke the function by it.
_PUBLIC: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("lambda:InvokeFunctionUrl", {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}),
    ("lambda:InvokeFunction", {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}),
)


class UrlApi:
    """Answers requests to function URLs.

    Args:
        functions: the functions that there are.
        urls: their URLs.
        policies: who may use those that ask nobody for a signature.
    """

    def __init__(self, functions: LambdaService, urls: FunctionUrls, policies: Policies) -> None:
        self._functions = functions
        self._urls = urls
        self._policies = policies
        self._integration = Integration(
            functools.partial(answer_of, default_type="application/json", quoted=True),
            failed=502,
            throttled=429,
            id_header="x-amzn-requestid",
            seconds=_SECONDS,
        )

    def answer(self, request: HttpRequest, url_id: str, path: str, port: int) -> HttpAnswer:
        """What the function of a URL answers.

        Args:
            request: what the client sent.
            url_id: the URL's id.
            path: the path below the URL.
            port: where it came in.
        """
        found = self._urls.find(url_id)
        if found is None or found[0] not in self._functions.all():
            return _FORBIDDEN
        function, alias, url = found
        if (preflight := preflight_answer(request, url.cors)) is not None:
            return preflight
        caller: Mapping[str, Any] | None = None
        if url.auth_type == "AWS_IAM":
            caller = caller_of(request, _address(request))
            refused = caller is None
        else:
            refused = not self._is_public(function, alias)
        if refused:
            return with_cors(_FORBIDDEN, request, url.cors)
        place = _place(path, url, port, caller)
        answer = self._integration.send(request, place, function, alias)
        return with_cors(answer, request, url.cors)

    def _is_public(self, function: Function, alias: str | None) -> bool:
        policy = self._policies.find(function, alias)
        return policy is not None and all(policy.allows_everyone(*each) for each in _PUBLIC)


def _place(path: str, url: FunctionUrl, port: int, caller: Mapping[str, Any] | None) -> Place:
    authorizer = None if caller is None else {"iam": caller}
    return Place(path, "$default", url.id, url.domain_name, port, authorizer)


def _address(request: HttpRequest) -> str:
    query = f"?{request.query}" if request.query else ""
    return f"http://{request.header('host')}{request.path}{query}"
