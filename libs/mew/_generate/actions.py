"""Whether an IAM action exists, so that a slip of the pen in `allows` is found here and not by AWS."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

from .iam_names import CHECKED_AS, SERVICES, WITHOUT_OPERATION, WITHOUT_RESOURCE
from .markdown import listed

_ACTION = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9]*")


def fault_of(action: str) -> str | None:
    """What is wrong with the name of an action and what would be right, or None."""
    if "*" in action or "?" in action:
        return f"{action!r} is a pattern; name each action that the code needs"
    if not _ACTION.fullmatch(action):
        return f"{action!r} is no action; write service:Action, such as sqs:SendMessage"
    service, _, name = action.partition(":")
    known = _actions(service)
    if known is None:
        return (
            f"{action!r}: no service has the IAM prefix {service!r}{_meant(service, _prefixes())}"
        )
    if name not in known:
        return f"{action!r}: {service} has no action {name!r}{_meant(name, known)}"
    if instead := CHECKED_AS.get(action):
        return f"{action!r} is an operation that IAM checks as {listed(instead)}; write that"
    return None


def takes_no_resource(action: str) -> bool:
    """Whether AWS lets the action be allowed on `*` alone."""
    service, _, name = action.partition(":")
    return name in WITHOUT_RESOURCE.get(service, ())


@cache
def _actions(service: str) -> frozenset[str] | None:
    models = SERVICES.get(service, (service,) if service in _models() else None)
    if models is None:
        return None
    named = {name for model in models for name in _operations(model)}
    instead = {what.partition(":")[2] for what in CHECKED_AS if what.startswith(f"{service}:")}
    return frozenset(named | instead | WITHOUT_OPERATION.get(service, frozenset()))


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


def _prefixes() -> frozenset[str]:
    return _models() | SERVICES.keys()


def _meant(word: str, known: frozenset[str]) -> str:
    lower = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower(), lower, n=1)
    return f"; is {lower[close[0]]!r} meant?" if close else ""
