"""The overview: what there is, and what happened last."""

from __future__ import annotations

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from .site import Site

__all__ = ["show"]

_RECENT = 10


def show(site: Site, request: Request) -> Response:
    """The overview; with the run's token, lets the browser change the cloud from then on."""
    token = request.args.get("token")
    if token is not None:
        response = redirect("/", 303)
        site.access.grant(token, response)
        return response
    lambdas = site.cloud.lambdas()
    return site.render(
        "home",
        lambdas=lambdas,
        stages=list(dict.fromkeys(stage.name for each in lambdas for stage in each.stages)),
        queues=site.cloud.queues(),
        schedules=site.cloud.schedules(),
        now=site.cloud.now(),
        invocations=site.cloud.invocations(_RECENT),
    )
