"""The style, the script and the sign of the pages."""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from .site import Site

__all__ = ["show"]

_TYPES = MappingProxyType(
    {
        "page.css": "text/css; charset=utf-8",
        "page.js": "text/javascript; charset=utf-8",
        "icon.svg": "image/svg+xml",
    }
)


def show(_site: Site, request: Request, name: str) -> Response:
    """A file, or that the browser's copy is still good."""
    if name not in _TYPES:
        raise NotFound
    content = (files(__package__) / "static" / name).read_bytes()
    response = Response(content, content_type=_TYPES[name])
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
