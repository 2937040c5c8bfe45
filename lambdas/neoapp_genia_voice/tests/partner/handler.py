"""The partner's HTTP: credentials, limits, headers, and how an answer goes or breaks off."""

import socket
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

from .answers import Answer, as_json
from .asked import Asked
from .errors import ApiError, no_key, no_such_url, too_large, wrong_key
from .faults import Fault, Faults

PREFIX = "/v1"
BODY_BYTES = 26 * 1024 * 1024
"""The largest body: a file of 25 MB in its form."""

Endpoint = Callable[[Asked, Fault], Answer]


class Handler(BaseHTTPRequestHandler):
    """Answers for a partner. A subclass made for each server gives the attributes below.

    Attributes:
        api_key: the key that is known.
        faults: what is to go wrong.
        record: takes each request as it comes.
        endpoint: finds what answers to a method and a path; None: nothing does.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    api_key: str
    faults: Faults
    record: Callable[[Asked], None]
    endpoint: Callable[[str, str], Endpoint | None]

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: tests read what was asked."""

    def _handle(self) -> None:
        path = self.path.partition("?")[0].removeprefix(PREFIX)
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = Fault()
        try:
            asked = Asked(self.command, path, headers, self._body())
            self.record(asked)
            fault = self.faults.take(path)
            time.sleep(fault.delay)
            answer = self._answer(asked, fault)
        except ApiError as error:
            answer = as_json(error.body, error.status, error.headers)
        self._send(answer, fault)

    def _answer(self, asked: Asked, fault: Fault) -> Answer:
        scheme, _, key = asked.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise no_key()
        if key != self.api_key:
            raise wrong_key(key)
        if fault.error:
            raise fault.error
        endpoint = type(self).endpoint(asked.method, asked.path)
        if endpoint is None or not self.path.startswith(f"{PREFIX}/"):
            raise no_such_url(asked.method, asked.path)
        return endpoint(asked, fault)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        length = int(self.headers.get("Content-Length", "0"))
        if length > BODY_BYTES:
            self.close_connection = True
            raise too_large(BODY_BYTES)
        return self.rfile.read(length)

    def _chunks(self) -> Iterator[bytes]:
        left = BODY_BYTES
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            left -= size
            if left < 0:
                self.close_connection = True
                raise too_large(BODY_BYTES)
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _send(self, answer: Answer, fault: Fault) -> None:
        if fault.lost:
            self._break()
            return
        self.send_response(answer.status)
        usual = {
            "Content-Type": answer.content_type,
            "x-request-id": f"req_{uuid.uuid4().hex}",
            "openai-version": "2020-10-01",
            "openai-processing-ms": "12",
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-remaining-requests": "499",
            "x-ratelimit-reset-requests": "120ms",
        }
        if answer.streamed:
            usual["Transfer-Encoding"] = "chunked"
        else:
            usual["Content-Length"] = str(sum(map(len, answer.pieces)))
        for name, value in (usual | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        if answer.streamed:
            self._stream(answer.pieces, fault.cut_after)
            return
        whole = b"".join(answer.pieces)
        if fault.cut_after is None:
            self.wfile.write(whole)
        else:
            self.wfile.write(whole[: len(whole) // 2])
            self._break()

    def _stream(self, pieces: tuple[bytes, ...], cut_after: int | None) -> None:
        for piece in pieces[:cut_after]:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        if cut_after is None:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self._break()

    def _break(self) -> None:
        """Ends the connection without a word."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
