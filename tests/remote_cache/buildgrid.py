"""BuildGrid, a server of the Remote Execution API, as a child process of the test."""

import base64
import hmac
import json
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from mew.tests.arbok.servers.process import ServerProcess

ROOT = Path(__file__).parents[2]
READER = "reader"
WRITER = "writer"

_SECRET = "of this test alone, and of no use elsewhere"
_CONFIGURATION = """\
server:
  - !channel
    address: "127.0.0.1:{port}"
    insecure-mode: true
authorization:
  method: jwt
  algorithm: hs256
  secret: {folder}/secret
  acl-config: {folder}/acl.yml
storages:
  - !disk-storage &content
    path: {folder}/content
caches:
  - !lru-action-cache &actions
    storage: *content
    max-cached-refs: 10000
    allow-updates: true
instances:
  - name: ""
    services:
      - !action-cache
        cache: *actions
      - !cas
        storage: *content
      - !bytestream
        storage: *content
"""


class BuildGrid(ServerProcess):
    """An action cache and a content store; clients show a token that says who they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        configuration = _CONFIGURATION.format(port=self.port, folder=folder)
        (folder / "server.yml").write_text(configuration)
        (folder / "secret").write_text(_SECRET)
        acl = {"": {"allow": [{"subject": READER}, {"subject": WRITER}]}}
        (folder / "acl.yml").write_text(json.dumps(acl))

    def command(self) -> list[str]:
        pex = next(
            path for path in (ROOT / "buildgrid.pex", ROOT / "dist/buildgrid.pex") if path.exists()
        )
        # Its packages are its own, and not the tests'.
        python = ["env", "-u", "PYTHONPATH", sys.executable]
        return [*python, str(pex), "server", "start", "-v", str(self.folder / "server.yml")]

    def answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def address(self) -> str:
        """What Pants takes for `remote_store_address`."""
        return f"grpc://127.0.0.1:{self.port}"

    @property
    def stored(self) -> set[str]:
        """The names of all that is stored."""
        files = (self.folder / "content").rglob("*")
        return {path.name for path in files if path.is_file()}


def token(subject: str, secret: str = _SECRET) -> str:
    """A JSON Web Token that is good for an hour (RFC 7519, HMAC with SHA-256).

    Args:
        subject: Whose.
        secret: What it is signed with.
    """
    header = _encoded({"alg": "HS256", "typ": "JWT"})
    signed = header + b"." + _encoded({"sub": subject, "exp": int(time.time()) + 3600})
    signature = hmac.digest(secret.encode(), signed, "sha256")
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def _encoded(part: Mapping[str, object]) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
