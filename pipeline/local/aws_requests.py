"""What stands between the socket and moto: it lets requests be watched, and in one at a time."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import (  # pants: no-infer-dep
        StartResponse,
        WSGIApplication,
        WSGIEnvironment,
    )

__all__ = ["AwsApplication", "AwsRequest"]


@dataclass(frozen=True, slots=True)
class AwsRequest:
    """A request to a service: `operation` is its target (`SecretsManager.GetSecretValue`) or method."""

    service: str
    operation: str
    path: str
    body: bytes = field(repr=False)


class AwsApplication:
    """moto's application, one request at a time into each service whose writes may be conditional.

    moto checks a condition and then writes, without a lock in between; AWS does both as one step.

    Args:
        application: moto's own.
        on_request: called with each request before it is answered, from any thread.
    """

    _SERVICES = ("dynamodb", "s3", "secretsmanager", "ses")

    def __init__(
        self,
        application: DomainDispatcherApplication,
        on_request: Callable[[AwsRequest], None] | None = None,
    ) -> None:
        self._application = application
        self._on_request = on_request
        self._locks = {service: threading.Lock() for service in self._SERVICES}
        self._own: dict[str, WSGIApplication] = {}

    def serve(self, service: str, application: WSGIApplication) -> None:
        """Has `application` answer what is meant for `service`, instead of moto."""
        self._own[service] = application

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        service = _service(environ.get("HTTP_AUTHORIZATION", ""))
        if self._on_request is not None and service:
            self._on_request(_request(service, environ))
        if service in self._own:
            return self._own[service](environ, start)
        lock = self._locks.get(service)
        if lock is None:
            return self._call(environ, start)
        with lock:
            return self._call(environ, start)

    def _call(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        response: Iterable[bytes] = self._application(environ, start)
        return response


def _request(service: str, environ: WSGIEnvironment) -> AwsRequest:
    body = b""
    if length := int(environ.get("CONTENT_LENGTH") or 0):
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
    operation = environ.get("HTTP_X_AMZ_TARGET") or environ["REQUEST_METHOD"]
    path = environ.get("PATH_INFO", "/")
    if query := environ.get("QUERY_STRING"):
        path += f"?{query}"
    return AwsRequest(service, operation, path, body)


def _service(authorization: str) -> str:
    """The service in a signature's scope: `Credential=key/date/region/service/aws4_request`."""
    _, _, credential = authorization.partition("Credential=")
    scope = credential.split(",")[0].split("/")
    return scope[3] if len(scope) == 5 else ""
