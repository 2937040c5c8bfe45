"""HTTP events: Mangum translates them, this module keeps the application.

The application is built once and its lifespan runs once per environment, for all stages, so both
run in an empty context: reading a stage's setting there is a StageError, never a leak.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import Context
from typing import Any

from . import _log, _loop
from ._gc import loading
from ._hosts import with_readable_host
from .errors import StartupError

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type ASGIApp = Callable[[Message, Receive, Send], Awaitable[None]]

# Mangum sends what matches none of these as base64.
_TEXT = ["text/", "json", "xml", "javascript", "application/yaml", "x-www-form-urlencoded"]
_ERROR_BODY = b'{"type":"about:blank","title":"Internal Server Error","status":500}'


def _root_path(scope: Message) -> str:
    """The stage of an HTTP API that is in the path, as it is unless the stage is `$default`."""
    event = scope["aws.event"]
    root = f"/{event['requestContext'].get('stage')}"
    if event.get("version") == "2.0" and f"{scope['path']}/".startswith(f"{root}/"):
        return root
    return ""


class HttpEdge:
    """An ASGI application as a function of Lambda events.

    factory: makes the application; called once, when the edge is made.
    """

    def __init__(self, factory: Callable[[], ASGIApp]) -> None:
        with loading():
            from mangum import Mangum

            self._app = Context().run(factory)
        self._state: dict[str, Any] = {}
        self._started_on: asyncio.AbstractEventLoop | None = None
        self.status = 0
        with _loop.turn():
            _loop.owned_loop()
            self._mangum = Mangum(self._guarded, lifespan="off", text_mime_types=_TEXT)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer one event. Raises StartupError when the application refuses to start."""
        with _loop.turn():
            loop = _loop.owned_loop()
            if self._started_on is not loop:
                self._state = {}
                loop.run_until_complete(self._start())
                self._started_on = loop
            answer: dict[str, Any] = self._mangum(with_readable_host(event), context)
        self.status = int(answer["statusCode"])
        return answer

    async def _guarded(self, scope: Message, receive: Receive, send: Send) -> None:
        scope["state"] = dict(self._state)
        scope["root_path"] = _root_path(scope)
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            _log.emit("ERROR", "request failed", _log.describe(error))
            if begun:
                raise
            headers = [[b"content-type", b"application/problem+json"]]
            await send({"type": "http.response.start", "status": 500, "headers": headers})
            await send({"type": "http.response.body", "body": _ERROR_BODY})

    async def _start(self) -> None:
        """Run the lifespan up to its start; the environment's end is the process's end."""
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        inbox: asyncio.Queue[Message] = asyncio.Queue()
        await inbox.put({"type": "lifespan.startup"})

        async def hear(message: Message) -> None:
            if started.done():
                return
            if message["type"] == "lifespan.startup.failed":
                started.set_exception(StartupError("the application's lifespan failed to start"))
            else:
                started.set_result(None)

        async def live() -> None:
            scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self._state}
            try:
                await self._app(scope, inbox.get, hear)
            except Exception as error:  # noqa: BLE001
                # An application without a lifespan raises; so says the ASGI specification.
                if not started.done():
                    _log.emit("DEBUG", "application without lifespan", _log.describe(error))
            if not started.done():
                started.set_result(None)

        loop = asyncio.get_running_loop()
        self._lifespan = loop.create_task(live(), context=Context())
        await started
