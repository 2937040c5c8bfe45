"""The documentation page of a lambda, without the internet.

ekans leaves FastAPI's own page off, which loads its scripts from somebody else's host; so does the
gateway's, from a package. A lambda that has a page keeps it, with those scripts.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from ..errors import RuntimeUnavailable
from .messages import HttpAnswer, HttpRequest

__all__ = ["ASSETS", "Docs"]

ASSETS = "/_docs"
_PACKAGE = "fastapi_offline"
_TYPES = {
    "favicon.png": "image/png",
    "redoc.standalone.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
_START = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{assets}/favicon.png">
<link rel="stylesheet" href="{assets}/swagger-ui.css">
<style>.swagger-ui .info .title {{ overflow-wrap: anywhere; }}</style>
</head>
<body>
<div id="swagger-ui"></div>
<script src="{assets}/swagger-ui-bundle.js"></script>
<script src="{assets}/start.js"></script>
</body>
</html>
"""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
# As FastAPI names them.
_ELSEWHERE = re.compile(
    r"https://cdn\.jsdelivr\.net/npm/[^\"'\s]*?/(swagger-ui-bundle\.js|swagger-ui\.css"
    r"|redoc\.standalone\.js)|https://fastapi\.tiangolo\.com/img/(favicon\.png)"
)


class Docs:
    """Documentation pages and what they load."""

    def asset(self, name: str) -> HttpAnswer | None:
        """A file that pages load; None where there is none of that name."""
        if name == "start.js":
            return _file(_START.encode(), _TYPES["swagger-ui-bundle.js"])
        return _file(_content(name), _TYPES[name]) if name in _TYPES else None

    def page(
        self, request: HttpRequest, root: str, send: Callable[[HttpRequest], HttpAnswer]
    ) -> HttpAnswer | None:
        """The lambda's own page, or one made for its OpenAPI document where it has none.

        Args:
            request: what may ask for it; None is answered where it asks for something else.
            root: where the lambda is.
            send: sends a request to the lambda.
        """
        pages = {f"{root}/docs", f"{root}/redoc"}
        if request.method not in {"GET", "HEAD"} or request.path not in pages:
            return None
        own = send(request)
        if own.status == 200 and own.header("content-type").startswith("text/html"):
            return _with_local_assets(own)
        if own.status != 404 or request.path != f"{root}/docs":
            return own
        asked = HttpRequest("GET", f"{root}/openapi.json", "", request.headers, b"")
        if send(asked).status != 200:
            return own
        stage, name = root.strip("/").split("/")
        page = _PAGE.format(title=html.escape(f"{name} ({stage})"), assets=ASSETS)
        headers = (
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", _POLICY),
        )
        return HttpAnswer(200, headers, page.encode())


def _with_local_assets(answer: HttpAnswer) -> HttpAnswer:
    text = answer.body.decode("utf-8", "replace")
    local = _ELSEWHERE.sub(lambda match: f"{ASSETS}/{match[1] or match[2]}", text)
    return HttpAnswer(answer.status, answer.headers, local.encode())


def _file(content: bytes, content_type: str) -> HttpAnswer:
    headers = (
        ("content-type", content_type),
        ("cache-control", "max-age=3600"),
        ("x-content-type-options", "nosniff"),
    )
    return HttpAnswer(200, headers, content)


@functools.cache
def _content(name: str) -> bytes:
    # Only its files are wanted: to import it is to import FastAPI.
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeUnavailable(
            f"the package {_PACKAGE} is not installed beside the pipeline; documentation pages load"
            " their scripts from it. Start the pipeline with `./pants run`, or install it."
        )
    return Path(spec.origin).parent.joinpath("static", name).read_bytes()
