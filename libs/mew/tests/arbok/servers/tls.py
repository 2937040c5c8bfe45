"""Certificates of a test, and a TLS server in front of PostgreSQL, which is built without TLS here."""

import datetime
import ipaddress
import select
import socket
import ssl
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


def self_signed(folder: Path, *names: str) -> tuple[Path, Path]:
    """Paths of a certificate, which is its own CA, for host names and addresses, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = (folder / f"{names[0]}.crt", folder / f"{names[0]}.key")
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class PostgresTls:
    """Answers PostgreSQL's SSLRequest, and forwards what comes out of TLS to a plain server."""

    def __init__(self, target: int, certificate: tuple[Path, Path]) -> None:
        self._target = target
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.encrypted = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, name="tls", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            if client.recv(8) != _SSL_REQUEST:
                return
            client.sendall(b"S")
            try:
                safe = self._context.wrap_socket(client, server_side=True)
            except (OSError, ssl.SSLError):
                return
            self.encrypted += 1
            _pump(safe, server)


def _pump(safe: ssl.SSLSocket, server: socket.socket) -> None:
    """Forward both ways in one thread: an SSLSocket is not for two."""
    while True:
        ready = [safe] if safe.pending() else select.select([safe, server], [], [])[0]
        for source in ready:
            try:
                data = source.recv(65536)
                if not data:
                    return
                (server if source is safe else safe).sendall(data)
            except OSError:
                return
