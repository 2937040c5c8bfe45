"""What is asked of a service: checked and encoded once, sent as often as it takes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2

from ekans._http.errors import BadCall
from ekans.helpers import is_visible_ascii

# RFC 9110, section 9.2.2: repeating one has the effect of doing it once.
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request, ready to be sent.

    method, url, headers, content: the request.  shown: its URL as a log may show it.
    repeatable: whether doing it twice does no more than doing it once.
    """

    method: str
    url: httpx2.URL
    headers: httpx2.Headers
    content: bytes
    shown: str
    repeatable: bool

    def request(self, headers: Mapping[str, str], timeout: Mapping[str, float]) -> httpx2.Request:
        """The request of one attempt, with `headers` added and httpx2's `timeout`s."""
        merged = httpx2.Headers(self.headers)
        with _encoding():
            merged.update(headers)
        extensions = {"timeout": dict(timeout)}
        return httpx2.Request(
            self.method, self.url, headers=merged, content=self.content, extensions=extensions
        )


@contextmanager
def _encoding() -> Iterator[None]:
    try:
        yield
    except (TypeError, ValueError, httpx2.InvalidURL) as error:
        # From none: the vendor's message may quote the value.
        raise BadCall(f"{type(error).__name__} while the request was encoded") from None


def filled(template: str, values: Mapping[str, object]) -> str:
    """`/orders/{id}` with its values, each of them one segment whatever it holds.

    Raises BadCall for a value that would change which path it is.
    """
    path = template
    for name, value in values.items():
        text = str(value)
        if text in ("", ".", ".."):
            raise BadCall(f"the path value {name} of {template} is empty or only dots")
        try:
            segment = quote(text, safe="")
        except UnicodeEncodeError:
            raise BadCall(f"the path value {name} of {template} holds a surrogate") from None
        path = path.replace(f"{{{name}}}", segment)
    if "{" in path or "}" in path:
        raise BadCall(f"{template} has a placeholder without a value in `path_values`")
    return path


def prepared(
    base: str,
    method: str,
    template: str,
    *,
    path_values: Mapping[str, object],
    params: Mapping[str, Any],
    headers: Mapping[str, str],
    body: Mapping[str, Any],
    repeatable: bool | None,
    idempotency: tuple[str, str | None],
) -> Call:
    """A call that can be sent.

    Args:
        base: the service's URL, without a slash at its end.
        method: in upper case.
        template: the path below `base`, with `{placeholders}`.
        path_values: their values.
        params: the query.
        headers: of this call alone.
        body: `json`, `content`, `data` and `files`, as httpx2 takes them.
        repeatable: what the caller says about it, or None.
        idempotency: the header's name, and the key or None.

    Raises:
        BadCall: it cannot be encoded. The message holds no value.
    """
    name, key = idempotency
    if key is not None and not (1 <= len(key) <= 255 and is_visible_ascii(key)):
        raise BadCall("the idempotency key is not 1 to 255 visible ASCII characters")
    given = dict(headers) if key is None else {**headers, name: key}
    with _encoding():
        url = httpx2.URL(base + filled(template, path_values), params=params or None)
        encoded = httpx2.Request(method, url, headers=given, **body)
        content = encoded.read()
    if repeatable is None:
        repeatable = method in IDEMPOTENT or key is not None
    shown = base + template
    if names := list(url.params.keys()):
        shown += "?" + "&".join(f"{name}=***" for name in names)
    return Call(method, url, encoded.headers, content, shown, repeatable)
