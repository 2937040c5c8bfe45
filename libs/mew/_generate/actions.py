"""Whether an IAM action exists, so that a slip of the pen in `allows` is found here and not by AWS."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

from .iam_names import CHECKED_AS, PREFIXES, USUAL, WITHOUT_OPERATION, WITHOUT_RESOURCE
from .markdown import listed

_ACTION = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9]*")


def fault_of(action: str) -> str | None:
    """What is wrong with the name of an action and what would be right, or None."""
    if "*" in action or "?" in action:
        return f"{action!r} is a pattern; name each action that the code needs"
    if not _ACTION.fullmatch(action):
        return f"{action!r} is no action; write service:Action, such as sqs:SendMessage"
    if instead := CHECKED_AS.get(action):
        return f"{action!r} is an operation that IAM checks as {listed(instead)}; write that"
    service, _, name = action.partition(":")
    if name in _usual(service):
        return None
    models = _models_by_prefix().get(service)
    if models is None:
        return f"{action!r}: no service has the IAM prefix {service!r}{_meant_prefix(service)}"
    known = _usual(service).union(*map(_operations, models))
    if name in known:
        return None
    meant = _meant(name, known) or "; if AWS has it, tell mew/_generate/iam_names.py"
    return f"{action!r}: {service} has no action {name!r}{meant}"


def takes_no_resource(action: str) -> bool:
    """Whether AWS lets the action be allowed on `*` alone."""
    service, _, name = action.partition(":")
    return name in WITHOUT_RESOURCE.get(service, ())


@cache
def _usual(service: str) -> frozenset[str]:
    """The actions of a prefix, from where they usually are."""
    models = USUAL.get(service)
    if models is None:
        models = (service,) if service in _models() and _prefix_of(service) == service else ()
    return WITHOUT_OPERATION.get(service, frozenset()).union(*map(_operations, models))


@cache
def _models_by_prefix() -> dict[str, list[str]]:
    """All models of botocore by their IAM prefix."""
    found: dict[str, list[str]] = {prefix: [] for prefix in USUAL}
    for model in sorted(_models()):
        found.setdefault(_prefix_of(model), []).append(model)
    return found


def _prefix_of(model: str) -> str:
    told = _loader().load_service_model(model, "service-2")["metadata"]
    return PREFIXES.get(model) or str(told.get("signingName") or told["endpointPrefix"])


def _operations(model: str) -> frozenset[str]:
    return frozenset(_loader().load_service_model(model, "service-2")["operations"])


@cache
def _models() -> frozenset[str]:
    return frozenset(_loader().list_available_services("service-2"))


@cache
def _loader() -> Any:
    from botocore.loaders import Loader

    # Without the models that a developer may keep in the home folder.
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


def _meant_prefix(word: str) -> str:
    known = frozenset(_models_by_prefix())
    return f"; is {_prefix_of(word)!r} meant?" if word in _models() else _meant(word, known)


def _meant(word: str, known: frozenset[str]) -> str:
    lower = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower(), lower, n=1)
    return f"; is {lower[close[0]]!r} meant?" if close else ""
