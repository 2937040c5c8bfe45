"""The logs of all lambdas as they come."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from .site import Site

__all__ = ["show", "show_new"]

_SHOWN = 500


def show(site: Site, request: Request) -> Response:
    """The latest lines, of one lambda where `?lambda=` names it."""
    lines = site.cloud.logs(_SHOWN)
    wanted = request.args.get("lambda", "")
    return site.render(
        "logs",
        names=[each.name for each in site.cloud.lambdas()],
        wanted=wanted,
        lines=[line for line in lines if wanted in ("", line.lambda_name)],
        cursor=lines[-1].cursor if lines else 0,
    )


def show_new(site: Site, request: Request) -> Response:
    """The lines above the cursor `?after=`, for the page to append; `Log-Cursor` is the next one."""
    after = request.args.get("after", 0, type=int)
    wanted = request.args.get("lambda", "")
    lines = site.cloud.logs(_SHOWN, after)
    response = site.render(
        "lines", lines=[line for line in lines if wanted in ("", line.lambda_name)]
    )
    response.headers["Log-Cursor"] = str(lines[-1].cursor if lines else after)
    return response
