"""The one address of a local cloud: lambdas at their stages, function URLs, and the cloud's pages."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from ..cloud import LocalCloud
from .docs import ASSETS, Docs
from .limits import Limits
from .messages import HttpAnswer, HttpRequest, json_answer
from .server import HttpServer
from .stage_api import StageApi
from .url_api import PREFIX, UrlApi
from .wsgi import call_wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # pants: no-infer-dep

__all__ = ["Gateway"]

_HOST = re.compile(
    r"(?:127\.0\.0\.1|localhost|(?P<url>[0-9a-z]{1,63})\.lambda-url\.localhost)(?::(?P<port>\d{1,5}))?",
    re.IGNORECASE,
)
_logger = logging.getLogger(__name__)


class Gateway:
    """Serves a cloud over HTTP on 127.0.0.1 until `close()`.

    `/<stage>/<lambda>/...` goes to a lambda, `/_url/<id>/...` to a function by its URL, and everything
    else to `pages`.

    Args:
        cloud: whose functions are served.
        pages: what answers everything else; without it that is not found.
        port: where; 0 takes a free one.
        limits: what a connection may take.
        seconds: how long a client waits for a lambda at most.

    Raises:
        PortTaken: something else listens there.
    """

    def __init__(
        self,
        cloud: LocalCloud,
        pages: WSGIApplication | None = None,
        port: int = 0,
        *,
        limits: Limits | None = None,
        seconds: float = 30.0,
    ) -> None:
        self._pages = pages
        self._docs = Docs()
        self._stages = StageApi(cloud.functions, self._docs, seconds)
        self._urls = UrlApi(cloud.functions, cloud.urls, cloud.policies)
        self._server = HttpServer(self._handle, port, limits=limits)
        self.port = self._server.port
        self.url = f"http://127.0.0.1:{self.port}"
        self._addresses = cloud.urls
        self._addresses.base = f"{self.url}/{PREFIX}"

    def close(self) -> None:
        """Ends the server; requests that are being answered are not waited for."""
        if self._addresses.base == f"{self.url}/{PREFIX}":
            self._addresses.base = None
        self._server.close()

    def __enter__(self) -> Gateway:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handle(self, request: HttpRequest) -> HttpAnswer:
        try:
            return self._answer(request)
        except Exception:
            _logger.exception("%s %s failed in the gateway itself", request.method, request.path)
            return json_answer(500, {"message": "Internal Server Error"})

    def _answer(self, request: HttpRequest) -> HttpAnswer:
        # Any other name is somebody else's that leads here: its pages must not read these.
        host = _HOST.fullmatch(request.header("host"))
        if host is None or int(host["port"] or 80) != self.port:
            return json_answer(403, {"message": f"Forbidden: this is {self.url} and no other host"})
        if host["url"] is not None:
            return self._urls.answer(request, host["url"].lower(), request.path, self.port)
        first, *rest = request.segments(2)
        if first == PREFIX and rest:
            path = f"/{rest[1] if len(rest) > 1 else ''}"
            return self._urls.answer(request, rest[0], path, self.port)
        if f"/{first}" == ASSETS and len(rest) == 1:
            return self._docs.asset(rest[0]) or self._stages.not_found()
        domain_name = request.header("host").partition(":")[0]
        answer = self._stages.answer(request, domain_name, self.port)
        return answer or self._page(request)

    def _page(self, request: HttpRequest) -> HttpAnswer:
        if self._pages is None:
            return self._stages.not_found()
        answer = call_wsgi(self._pages, request, self.port)
        if answer.status == 404 and "text/html" not in request.header("accept"):
            # A program asked, most likely for a lambda that is called otherwise.
            return self._stages.not_found()
        return answer
