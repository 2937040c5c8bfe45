"""The running cloud's ear for other terminals: HTTP on 127.0.0.1, for who knows the token."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import ClientError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from ..errors import LocalError, ServiceRefused, UsageError
from ..output import mail_document
from ..page.view import CloudView, LogLine
from .documents import invoked_json, log_json, status_json

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment  # pants: no-infer-dep

__all__ = ["Control", "Controlled"]

_MAX_BYTES = 8 * 1024 * 1024
_WAIT_SECONDS = 20.0
_LINES = 1000


class Controlled(Protocol):
    """What a terminal may ask of a running cloud."""

    @property
    def view(self) -> CloudView:
        """What is there."""

    def send(self, lambda_name: str, queue: str | None, stage: str, body: str) -> tuple[str, str]:
        """Sends a message to a queue of a lambda; the queue's name and the message's id."""

    def logs(
        self, after: int | None, lambda_name: str | None, stage: str | None, wait: float
    ) -> list[LogLine]:
        """Lines above a cursor, after waiting for one; without a cursor the latest."""

    def reset(self) -> None:
        """Makes everything as it was at the start."""

    def down(self) -> None:
        """Ends the cloud, soon."""


class Control:
    """A WSGI application.

    Args:
        cloud: who is asked.
        token: what every request must bring as its bearer token.
    """

    def __init__(self, cloud: Controlled, token: str) -> None:
        self._cloud = cloud
        self._token = token
        actions: dict[tuple[str, str], Callable[..., Any]] = {
            ("GET", "/status"): self._status,
            ("POST", "/invoke/<name>/<stage>"): self._invoke,
            ("POST", "/send/<name>/<stage>"): self._send,
            ("GET", "/logs"): self._logs,
            ("GET", "/mail"): self._mail,
            ("POST", "/reset"): self._reset,
            ("POST", "/down"): self._down,
        }
        self._routes = Map(
            [
                Rule(path, endpoint=action, methods=[method])
                for (method, path), action in actions.items()
            ]
        )

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        request = _Request(environ)
        response = self._answer(request)
        answer: Iterable[bytes] = response(environ, start)
        return answer

    def _answer(self, request: Request) -> Response:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
            return _json({"error": "the token is missing or not this run's"}, 401)
        try:
            action, found = self._routes.bind_to_environ(request.environ).match()
            return _json(action(request, **found))
        except HTTPException as error:
            return _json({"error": error.description or error.name}, error.code or 500)
        except ServiceRefused as error:
            return _json({"error": f"{error.code}: {error}"}, error.status)
        except UsageError as error:
            return _json({"error": str(error)}, 400)
        except ClientError as error:
            return _json({"error": str(error)}, 400)
        except LocalError as error:
            return _json({"error": str(error)}, 500)

    def _status(self, _: Request) -> Any:
        return status_json(self._cloud.view)

    def _invoke(self, request: Request, name: str, stage: str) -> Any:
        return invoked_json(self._cloud.view.send_event(name, stage, request.get_data()))

    def _send(self, request: Request, name: str, stage: str) -> Any:
        queue = request.args.get("queue")
        body = request.get_data().decode("utf-8", "replace")
        sent_to, message = self._cloud.send(name, queue, stage, body)
        return {"queue": sent_to, "message_id": message}

    def _logs(self, request: Request) -> Any:
        lines = self._cloud.logs(
            request.args.get("after", type=int),
            request.args.get("lambda"),
            request.args.get("stage"),
            min(request.args.get("wait", 0.0, type=float), _WAIT_SECONDS),
        )
        return [log_json(line) for line in lines[:_LINES]]

    def _mail(self, _: Request) -> Any:
        return [mail_document(message) for message in self._cloud.view.mail()]

    def _reset(self, _: Request) -> Any:
        self._cloud.reset()
        return {}

    def _down(self, _: Request) -> Any:
        self._cloud.down()
        return {}


class _Request(Request):
    max_content_length = _MAX_BYTES


def _json(content: Any, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
