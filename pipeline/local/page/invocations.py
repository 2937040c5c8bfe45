"""Invocations: the latest of all, and one with its event, its answer and its log."""

from __future__ import annotations

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from .site import Site

__all__ = ["show", "show_all"]

_RECENT = 200


def show_all(site: Site, _request: Request) -> Response:
    """The latest of every lambda."""
    return site.render("invocations", invocations=site.cloud.invocations(_RECENT))


def show(site: Site, _request: Request, invocation_id: str) -> Response:
    """One of them."""
    exchange = site.cloud.exchange(invocation_id)
    if exchange is None:
        raise NotFound("There is no such invocation, or it is so old that it is forgotten.")
    return site.render("invocation", exchange=exchange, shown=exchange.invocation)
