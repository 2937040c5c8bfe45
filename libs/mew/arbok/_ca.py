"""Where the certificates are that a server's certificate is checked against."""

from __future__ import annotations

import ssl
import tempfile
import threading
from pathlib import Path

_BUNDLES = (
    "/etc/pki/tls/certs/ca-bundle.crt",  # Amazon Linux, and so Lambda
    "/etc/ssl/certs/ca-certificates.crt",  # Debian
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
_lock = threading.Lock()
_written: dict[str, Path] = {}


def file_of(pem_or_path: str) -> str:
    """The path of a CA bundle; PEM text, as a secret may hold it, is written to a private file."""
    if "-----BEGIN" not in pem_or_path:
        return pem_or_path
    with _lock:
        path = _written.get(pem_or_path)
        if path is None or not path.exists():
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(pem_or_path.replace("\\n", "\n"))
            path = _written[pem_or_path] = Path(file.name)
    return str(path)


def system_bundle() -> str | None:
    """The machine's own bundle, or None. Drivers bring an OpenSSL that looks elsewhere for it."""
    found = ssl.get_default_verify_paths().cafile
    return next((path for path in (found, *_BUNDLES) if path and Path(path).exists()), None)
