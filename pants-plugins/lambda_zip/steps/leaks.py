"""Files that look like secrets, which no artifact may carry."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from lambda_zip.steps.errors import BuildError

_NAMES = re.compile(
    r"\.env(\..*)?|\.netrc|\.pgpass|\.pypirc|\.npmrc|id_(rsa|dsa|ecdsa|ed25519)"
    r"|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk)",
    re.IGNORECASE,
)
_CONTENT = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-\d")


def check_no_secrets(files: Mapping[str, bytes]) -> None:
    """Check first-party files for what looks like a secret.

    Args:
        files: Content by path in the zip.

    Raises:
        BuildError: One looks like a secret; the text has its path, never its content.
    """
    for path, content in files.items():
        if _NAMES.fullmatch(PurePosixPath(path).name):
            raise _leak(path, "has the name of a file of secrets")
        if _CONTENT.search(content):
            raise _leak(path, "holds a private key")


def _leak(path: str, reason: str) -> BuildError:
    return BuildError(
        f"{path}: {reason}, and an artifact is read by more people than a secret. Keep it in "
        "Secrets Manager and declare it in config.py."
    )
