"""What the browser is told about how far to trust a page.

Source: W3C, "Content Security Policy Level 3".
"""

from __future__ import annotations

from werkzeug.wrappers import Response

__all__ = ["isolate", "secure"]

_PAGE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# What others wrote: no script, no form, no request, an origin of its own.
_FOREIGN = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:;"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


def secure(response: Response) -> Response:
    """Adds what every response has; what is already set stays."""
    for name, value in {
        "Content-Security-Policy": _PAGE,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }.items():
        response.headers.setdefault(name, value)
    return response


def isolate(response: Response) -> Response:
    """For content that the page shows in a frame or gives for download, and does not trust."""
    response.headers["Content-Security-Policy"] = _FOREIGN
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-DNS-Prefetch-Control"] = "off"
    return response
