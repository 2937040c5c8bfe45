"""Where secrets come from: the extension (a real HTTP server here) first, Secrets Manager behind it."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from .. import config
from .._sources import Extension, SecretsManager, default_source
from .._stage import Stage
from ..core import invocation
from ..errors import SecretForbidden, SecretMissing, SecretUnavailable, SettingsError

HOM = Stage.HOM


class Answers(BaseHTTPRequestHandler):
    """Answers every request with the next of `answers` (the last one again and again)."""

    answers: ClassVar[list[tuple[int, bytes]]]
    asked: ClassVar[list[tuple[str, dict[str, str]]]]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("content-type", "application/x-amz-json-1.1")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *arguments: object) -> None:
        """Keep the tests' output quiet."""


class Server:
    def __init__(self) -> None:
        self.handler = type("Handler", (Answers,), {"answers": [(500, b"")], "asked": []})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler)
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def asked(self) -> list[tuple[str, dict[str, str]]]:
        found: list[tuple[str, dict[str, str]]] = self.handler.asked  # type: ignore[attr-defined]
        return found

    def answer(self, *answers: tuple[int, object]) -> None:
        self.handler.answers = [  # type: ignore[attr-defined]
            (status, body if isinstance(body, bytes) else json.dumps(body).encode())
            for status, body in answers
        ]

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(10)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


VALUE = {"ARN": "arn:...", "Name": "n", "VersionId": "v1", "VersionStages": ["AWSCURRENT"]}


@pytest.fixture
def secrets(aws: Callable[[str], Any]) -> Any:
    return aws("secretsmanager")


def test_the_extension_is_asked_with_name_version_stage_and_token(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "the-token")
    server.answer((200, {**VALUE, "SecretString": "text"}))
    found = Extension(server.port, SecretsManager()).fetch(HOM, "a/b c", "AWSPENDING", fresh=False)
    (path, headers), *more = server.asked
    assert (found.text, found.version, more) == ("text", "v1", [])
    assert urlsplit(path).path == "/secretsmanager/get"
    asked = parse_qs(urlsplit(path).query)
    assert asked == {"secretId": ["a/b c"], "versionStage": ["AWSPENDING"]}
    assert headers["x-aws-parameters-secrets-token"] == "the-token"


def test_a_binary_secret_of_the_extension_is_bytes(server: Server) -> None:
    server.answer((200, {**VALUE, "SecretBinary": base64.b64encode(b"\x00\xff").decode()}))
    found = Extension(server.port, SecretsManager()).fetch(HOM, "a", "AWSCURRENT", fresh=False)
    assert (found.text, found.binary) == (None, b"\x00\xff")


@pytest.mark.parametrize(
    "answer",
    [(400, b"error"), (429, b""), (500, b""), (200, b"no json"), (200, b"[]"), (200, b"{}")],
)
def test_secrets_manager_is_asked_when_the_extension_gives_nothing(
    answer: tuple[int, bytes], server: Server, secrets: Any
) -> None:
    secrets.create_secret(Name="a", SecretString="text")
    server.answer(answer)
    with invocation("hom"):
        found = Extension(server.port, SecretsManager()).fetch(HOM, "a", "AWSCURRENT", fresh=False)
    assert found.text == "text"


def test_secrets_manager_is_asked_when_no_extension_listens(server: Server, secrets: Any) -> None:
    secrets.create_secret(Name="a", SecretString="text")
    server.stop()
    with invocation("hom"):
        found = Extension(server.port, SecretsManager()).fetch(HOM, "a", "AWSCURRENT", fresh=False)
    assert found.text == "text"


def test_a_fresh_value_does_not_come_from_the_extensions_cache(
    server: Server, secrets: Any
) -> None:
    secrets.create_secret(Name="a", SecretString="rotated")
    server.answer((200, {**VALUE, "SecretString": "cached"}))
    with invocation("hom"):
        found = Extension(server.port, SecretsManager()).fetch(HOM, "a", "AWSCURRENT", fresh=True)
    assert (found.text, server.asked) == ("rotated", [])


def test_the_extension_is_used_when_its_port_is_in_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", str(server.port))
    server.answer((200, {**VALUE, "SecretString": "text"}))
    config.forget()
    with invocation("hom"):
        assert config.read_secret("a/{stage}").text == "text"
    assert "secretId=a%2Fhom" in server.asked[0][0]
    config.forget()


def test_without_an_extension_secrets_manager_is_the_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", raising=False)
    assert isinstance(default_source(), SecretsManager)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "ResourceNotFoundException", SecretMissing),
        (400, "InvalidRequestException", SecretMissing),
        (400, "AccessDeniedException", SecretForbidden),
        (400, "DecryptionFailure", SecretForbidden),
        (400, "ExpiredTokenException", SecretForbidden),
        (400, "ThrottlingException", SecretUnavailable),
        (500, "InternalServiceError", SecretUnavailable),
        (400, "SomethingNew", SecretUnavailable),
    ],
)
@pytest.mark.usefixtures("aws")
def test_an_answer_of_secrets_manager_is_a_typed_error(
    status: int,
    code: str,
    kind: type[SettingsError],
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.port}")
    server.answer((status, {"__type": code, "message": "for arn:... with s3cret-value"}))
    with invocation("hom"), pytest.raises(kind) as raised:
        SecretsManager().fetch(HOM, "generic/hom/a", "AWSCURRENT", fresh=False)
    assert type(raised.value) is kind
    assert (raised.value.stage, raised.value.secret) == ("hom", "generic/hom/a")
    assert code in str(raised.value)
    assert "s3cret-value" not in str(raised.value)


@pytest.mark.usefixtures("aws")
def test_a_throttled_secret_is_had_in_the_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.port}")
    throttled = (400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
    server.answer(throttled, throttled, (200, {**VALUE, "SecretString": "text"}))
    with invocation("hom"):
        assert config.read_secret("a").text == "text"
    assert len(server.asked) == 3


@pytest.mark.usefixtures("aws")
def test_secrets_manager_out_of_reach_is_unavailable(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.port}")
    server.stop()
    with invocation("hom"), pytest.raises(SecretUnavailable, match="EndpointConnectionError"):
        SecretsManager().fetch(HOM, "a", "AWSCURRENT", fresh=False)
