"""AWS on 127.0.0.1: moto's server inside this process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload

import boto3
from botocore.config import Config
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends
from werkzeug.serving import make_server

from .aws_requests import AwsApplication, AwsRequest
from .errors import LocalError
from .mail import SentMail
from .sources.registered import registered
from .sources.sqs_backend import LockedSqsBackend
from .version import ACCOUNT, REGION

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # pants: no-infer-dep
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sns import SNSClient
    from types_boto3_sqs import SQSClient

__all__ = ["LocalAws"]


class LocalAws:
    """AWS's services on a free port of 127.0.0.1, empty at the start.

    moto keeps its state in its modules, so there can be one in a process at a time.

    Args:
        on_request: called with each request before it is answered, from any thread.

    Raises:
        LocalError: there is one already.
    """

    _one: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, on_request: Callable[[AwsRequest], None] | None = None) -> None:
        if not self._one.acquire(blocking=False):
            raise LocalError(
                "there is a local AWS in this process already, and a second one would share its"
                " state. Close the first, or start the second in a process of its own."
            )
        self._application = AwsApplication(
            DomainDispatcherApplication(create_backend_app), on_request
        )
        self._backends = contextlib.ExitStack()
        try:
            self._backends.enter_context(registered(sqs_backends, LockedSqsBackend))
            self._server = make_server(
                "127.0.0.1",
                0,
                self._application,
                threaded=True,
                request_handler=_Quiet,
            )
            self.url = f"http://127.0.0.1:{self._server.port}"
            self._thread = threading.Thread(
                target=self._server.serve_forever,
                kwargs={"poll_interval": 0.05},
                name="local-aws",
                daemon=True,
            )
            self._thread.start()
            self.reset()
        except BaseException:
            self._backends.close()
            self._one.release()
            raise

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make any AWS client speak to this server."""
        return {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_SECRET_ACCESS_KEY": "local",
        }

    def serve(self, service: str, application: WSGIApplication) -> None:
        """Has `application` answer what is meant for `service`, instead of moto."""
        self._application.serve(service, application)

    @overload
    def client(self, service: Literal["lambda"]) -> LambdaClient: ...
    @overload
    def client(self, service: Literal["dynamodb"]) -> DynamoDBClient: ...
    @overload
    def client(self, service: Literal["s3"]) -> S3Client: ...
    @overload
    def client(self, service: Literal["secretsmanager"]) -> SecretsManagerClient: ...
    @overload
    def client(self, service: Literal["sesv2"]) -> SESV2Client: ...
    @overload
    def client(self, service: Literal["sns"]) -> SNSClient: ...
    @overload
    def client(self, service: Literal["sqs"]) -> SQSClient: ...
    @overload
    def client(self, service: Literal["events", "scheduler"]) -> Any: ...

    def client(self, service: Any) -> Any:
        """A client of this server for `service`; nothing of the caller's own AWS set-up is used."""
        session = boto3.Session(
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )
        config = Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"total_max_attempts": 1},
            max_pool_connections=50,
        )
        return session.client(service, endpoint_url=self.url, config=config)

    def sent_mail(self) -> list[SentMail]:
        """Every message that SES has accepted, in order."""
        return [SentMail.of(each) for each in ses_backends[ACCOUNT][REGION].sent_messages]

    def reset(self) -> None:
        """Empties every service."""
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=30)
        try:
            connection.request("POST", "/moto-api/reset")
            connection.getresponse().read()
        finally:
            connection.close()

    def pass_by(self, seconds: float) -> None:
        """Lets messages grow older by so much, for a clock that was moved."""
        for backend in list(sqs_backends[ACCOUNT].values()):
            if isinstance(backend, LockedSqsBackend):
                backend.pass_by(seconds)
        LockedSqsBackend.wake()

    def close(self) -> None:
        """Empties every service and ends the server."""
        if not self._thread.is_alive():
            return
        try:
            self.reset()
            LockedSqsBackend.wake()
            self._server.shutdown()
            self._thread.join(timeout=10)
            self._server.server_close()
        finally:
            self._backends.close()
            self._one.release()

    def __enter__(self) -> LocalAws:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Quiet(MotoRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing: the function's own log is what matters."""
