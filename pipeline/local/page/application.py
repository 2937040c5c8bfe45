"""The front page as a WSGI application."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from ..payload import MAX_REQUEST_BYTES
from . import assets, home, invocations, lambdas, logs, mail, schedules
from .access import FORM_FIELD, Access
from .headers import secure
from .rendering import Renderer
from .site import Site
from .view import CloudView

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment  # pants: no-infer-dep

__all__ = ["FrontPage"]

type Page = Callable[..., Response]

_READ: dict[str, Page] = {
    "/": home.show,
    "/lambdas/<name>": lambdas.show,
    "/invocations": invocations.show_all,
    "/invocations/<invocation_id>": invocations.show,
    "/logs": logs.show,
    "/logs/new": logs.show_new,
    "/mail": mail.show_all,
    "/mail/<int:number>": mail.show,
    "/mail/<int:number>/body": mail.body,
    "/mail/<int:number>/raw": mail.raw,
    "/mail/<int:number>/attachments/<int:position>": mail.attachment,
    "/schedules": schedules.show,
    "/static/<name>": assets.show,
}
_CHANGE: dict[str, Page] = {
    "/lambdas/<name>": lambdas.send,
    "/schedules": schedules.move_clock,
}


class FrontPage:
    """Shows a cloud in a browser; nothing it shows can change the cloud without `token`.

    Args:
        cloud: what is shown.
        token: a secret of this run; by default a new one.
    """

    def __init__(self, cloud: CloudView, token: str | None = None) -> None:
        self._token = token or secrets.token_urlsafe(24)
        access = Access(self._token)
        render = Renderer(run=access.run, form_field=FORM_FIELD, form_token=access.form_token)
        self._site = Site(cloud, access, render)
        self._routes = Map(
            [
                *(Rule(path, endpoint=page, methods=["GET"]) for path, page in _READ.items()),
                *(Rule(path, endpoint=page, methods=["POST"]) for path, page in _CHANGE.items()),
            ],
            strict_slashes=False,
        )

    @property
    def path(self) -> str:
        """Where a browser begins that may change the cloud."""
        return f"/?token={self._token}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers a request."""
        request = _Request(environ)
        try:
            response = self._answer(request)
        except HTTPException as error:
            response = self._problem(error)
        return secure(response)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        # Any other name is somebody else's that leads here: its pages must not read these.
        request.trusted_hosts = ["127.0.0.1", "localhost"]
        _ = request.host
        routes = self._routes.bind_to_environ(request.environ)
        page, arguments = routes.match()
        if request.method == "POST":
            self._site.access.check(request)
        response: Response = page(self._site, request, **arguments)
        response.headers["Cloud-Run"] = self._site.access.run
        return response

    def _problem(self, error: HTTPException) -> Response:
        if error.code is not None and 300 <= error.code < 400:
            return Response.force_type(error.get_response())
        return self._site.render(
            "problem", error.code or 500, name=error.name, description=error.description
        )


class _Request(Request):
    # A payload and what a form has beside it.
    max_content_length = MAX_REQUEST_BYTES + 65_536
    max_form_memory_size = max_content_length
    max_form_parts = 10
