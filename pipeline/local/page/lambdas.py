"""A lambda's page, and the form that sends it an event."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from ..errors import ServiceRefused
from .site import Site
from .text import pretty
from .view import LambdaInfo

__all__ = ["send", "show"]

_RECENT = 10
_PAYLOAD, _STAGE = "payload", "stage"


def show(site: Site, request: Request, name: str) -> Response:
    """The page; `?example=` and `?again=` name what the form begins with."""
    shown = _find(site, name)
    payload, stage = _beginning(site, request, shown)
    return _page(site, request, shown, payload, stage)


def send(site: Site, request: Request, name: str) -> Response:
    """Sends an event and goes on to what came of it."""
    shown = _find(site, name)
    payload, stage = request.form.get(_PAYLOAD, ""), request.form.get(_STAGE, "")
    try:
        exchange = site.cloud.send_event(name, stage, payload.encode("utf-8", "replace"))
    except ServiceRefused as refused:
        return _page(site, request, shown, payload, stage, refused)
    return redirect(f"/invocations/{quote(exchange.invocation.id, safe='')}", 303)


def _find(site: Site, name: str) -> LambdaInfo:
    for each in site.cloud.lambdas():
        if each.name == name:
            return each
    raise NotFound(f"There is no lambda {name} in this cloud.")


def _beginning(site: Site, request: Request, shown: LambdaInfo) -> tuple[str, str]:
    """What the form holds before anybody typed: the payload and the stage."""
    again = request.args.get("again")
    exchange = site.cloud.exchange(again) if again else None
    if exchange is not None:
        return pretty(exchange.event), exchange.invocation.stage
    wanted = request.args.get("example")
    for example in shown.examples:
        if wanted in (None, example.name):
            return pretty(example.payload.encode("utf-8", "replace")), ""
    return "{}", ""


def _page(
    site: Site,
    request: Request,
    shown: LambdaInfo,
    payload: str,
    stage: str,
    refused: ServiceRefused | None = None,
) -> Response:
    return site.render(
        "lambda",
        status=refused.status if refused else 200,
        shown=shown,
        payload=payload,
        stage=stage,
        refused=refused,
        may_send=site.access.granted(request),
        invocations=site.cloud.invocations(_RECENT, shown.name),
    )
