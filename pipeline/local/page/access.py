"""Who may change the cloud from a browser: who opened the address that was printed at the start.

Pages of other sites can make a browser send requests to 127.0.0.1, but can neither read its pages nor
their cookies. So a change needs both a cookie, which the printed address sets, and a field of the
form, which only the page itself can show. Cookies know no ports: the name is the run's own.

Source: OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet".
"""

from __future__ import annotations

import hashlib
import hmac

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request, Response

__all__ = ["FORM_FIELD", "Access"]

FORM_FIELD = "form_token"

# Where there are forms. Lambdas are served by the same origin and have no use for the cookie.
_PATHS = ("/lambdas", "/schedules")


class Access:
    """Knows the token of this run.

    Args:
        token: what nobody can guess.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._cookie_name = f"local-cloud-{self._derived('name')[:12]}"
        self._cookie = self._derived("cookie")
        self.form_token = self._derived("form")
        self.run = self._derived("run")[:12]

    def _derived(self, purpose: str) -> str:
        return hmac.new(self._token.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def grant(self, token: str, response: Response) -> None:
        """Has the browser that receives `response` remember that it may change the cloud.

        Raises:
            Forbidden: `token` is not this run's.
        """
        if not _same(token, self._token):
            raise Forbidden(
                "This address belongs to another run. Open the one that the terminal shows now."
            )
        for path in _PATHS:
            response.set_cookie(
                self._cookie_name, self._cookie, path=path, httponly=True, samesite="Strict"
            )

    def granted(self, request: Request) -> bool:
        """Whether the browser may change the cloud."""
        return _same(request.cookies.get(self._cookie_name, ""), self._cookie)

    def check(self, request: Request) -> None:
        """Refuses a change that the page's own form did not ask for.

        Raises:
            Forbidden: the cookie or the form's field is missing or not this run's.
        """
        if not self.granted(request):
            raise Forbidden(
                "This browser may only look. Open the address with the token that the terminal"
                " shows, then try again."
            )
        if not _same(request.form.get(FORM_FIELD, ""), self.form_token):
            raise Forbidden("The form is not one of this run's pages. Load the page and try again.")


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
