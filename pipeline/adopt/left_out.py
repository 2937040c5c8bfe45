"""What never moves in, told by its name: secrets, caches, what belongs to one machine or one tool."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

__all__ = ["MAXIMUM_BYTES", "SECRET", "reason_to_leave"]

# A zip's upload to Lambda has 50 MB; a file of this size is no source.
MAXIMUM_BYTES = 5_000_000

SECRET = "looks like it holds secrets"  # noqa: S105
_CACHE = "cache or build output"
_TOOL = "of a tool that has no place in a lambda's folder"
_PRODUCED = "generated here from the code (./pants run libs/mew:generate)"
_REQUIREMENTS = "read for the requirements"

type _Rules = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(rules: Mapping[str, str]) -> _Rules:
    return tuple((re.compile(rule, re.IGNORECASE), reason) for rule, reason in rules.items())


# By full match of the name; the first that matches counts.
_FOLDERS = _compiled(
    {
        r"\.(aws|ssh|gnupg|docker)": SECRET,
        r"__pycache__|.+\.egg-info|\.eggs|\.(mypy|pytest|ruff)_cache|\.hypothesis": _CACHE,
        r"\.(tox|nox)|node_modules|htmlcov|\.serverless|\.aws-sam|\.chalice": _CACHE,
        r"\..*": _TOOL,
    }
)
_FILES = _compiled(
    {
        r"\.env\.(example|sample|template|dist)": _PRODUCED,
        r"\.env|\.env\..*|\.envrc|.+\.env": SECRET,
        r".+\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk)": SECRET,
        r"id_(rsa|dsa|ecdsa|ed25519)(\..*)?": SECRET,
        r"\.(netrc|pypirc|npmrc|pgpass|htpasswd|git-credentials)": SECRET,
        r"(aws_?)?credentials(\.(json|ya?ml|ini|csv|txt))?": SECRET,
        r"secrets?\.(json|ya?ml|toml|ini|txt)": SECRET,
        r"(client_secret|service[-_]account).*\.json": SECRET,
        r".+\.py[co]|\.coverage(\..*)?|\.ds_store|thumbs\.db": _CACHE,
        r"\..*": _TOOL,
    }
)
# In the upper two levels of the old repository; further down they may be data.
_FILES_ON_TOP = _compiled(
    {
        r"(dev|test)?[-_]?requirements([-_.].*)?\.(txt|in)|pyproject\.toml": _REQUIREMENTS,
        r"setup\.(py|cfg)|pipfile(\.lock)?|.+\.lock|(tox|pytest|mypy)\.ini": _TOOL,
        r"dockerfile(\..*)?|docker-compose.*|makefile|buildspec.*\.ya?ml": _TOOL,
        r"serverless\.ya?ml|samconfig\.toml|zappa_settings\..*|template\.ya?ml": _TOOL,
    }
)


def reason_to_leave(path: PurePosixPath, *, folder: bool = False) -> str | None:
    """Why a file or folder does not move, going by its own name; None if it may.

    Args:
        path: Relative to the old repository.
        folder: Whether it is one.
    """
    if not path.name.isprintable():
        return "its name holds characters that cannot be shown"
    # By case: build.py is a module.
    if path.name == "BUILD" or path.name.startswith("BUILD."):
        return "the lambda gets a BUILD of its own"
    rules = _FOLDERS if folder else _FILES
    if len(path.parts) <= 2 and not folder:
        rules += _FILES_ON_TOP
    return next((reason for pattern, reason in rules if pattern.fullmatch(path.name)), None)
