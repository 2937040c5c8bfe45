"""Asks the running cloud of a checkout, from another process."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from ..errors import ControlRefused, NoCloud
from .running import Place

__all__ = ["ControlClient"]

# A function may take 15 minutes.
_SECONDS = 960.0
_WAIT_SECONDS = 20
_END_SECONDS = 60.0


class ControlClient:
    """A client of the cloud that runs at a place.

    Raises:
        NoCloud: none runs there.
    """

    def __init__(self, place: Place) -> None:
        self.running = place.find()
        self._place = place

    def get(self, path: str, query: Mapping[str, object] | None = None) -> Any:
        """What the cloud answers to a question.

        Raises:
            NoCloud: it ended meanwhile.
            ControlRefused: it refused; the error is its own.
        """
        return self._request("GET", path, b"", query)

    def post(self, path: str, body: bytes = b"", query: Mapping[str, object] | None = None) -> Any:
        """What the cloud answers to an order; raises as `get()` does."""
        return self._request("POST", path, body, query)

    def follow(self, query: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """The latest lines of the logs, then each as it comes, until the cloud ends."""
        cursor: int | None = None
        while True:
            more = {} if cursor is None else {"after": cursor, "wait": _WAIT_SECONDS}
            try:
                lines = self.get("/logs", {**query, **more})
            except NoCloud:
                return
            yield from lines
            cursor = lines[-1]["cursor"] if lines else cursor or 0

    def wait_until_gone(self) -> None:
        """Returns when no process of the cloud is left.

        Raises:
            ControlRefused: that takes too long.
        """
        limit = time.monotonic() + _END_SECONDS
        with contextlib.suppress(NoCloud):
            while self._place.find():
                if time.monotonic() > limit:
                    raise ControlRefused(
                        f"the cloud {self._place.name!r} (process {self.running.pid}) has not ended"
                        f" after {_END_SECONDS:.0f} s"
                    )
                time.sleep(0.05)

    def _request(
        self, method: str, path: str, body: bytes, query: Mapping[str, object] | None
    ) -> Any:
        given = {key: value for key, value in (query or {}).items() if value is not None}
        where = f"{path}?{urlencode(given)}" if given else path
        address = urlsplit(self.running.control)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)
        with contextlib.closing(connection):
            try:
                headers = {"Authorization": f"Bearer {self.running.token}"}
                connection.request(method, where, body, headers)
                response = connection.getresponse()
                status, content = response.status, json.loads(response.read())
            except (OSError, HTTPException, ValueError) as error:
                raise NoCloud(f"the cloud {self._place.name!r} does not answer: {error}") from error
        if status != 200:
            raise ControlRefused(str(content.get("error", f"status {status}")))
        return content
