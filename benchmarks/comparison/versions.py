"""The versions of everything that is compared."""

from __future__ import annotations

import re
from pathlib import Path

from ..machine import versions
from .peer import PEERS

__all__ = ["compared_versions", "pins"]

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_SHOWN = {
    "sam": ("aws-sam-cli",),
    "chalice": ("chalice",),
    "pip": ("pip",),
    "powertools": ("aws-lambda-powertools",),
    "fastapi": ("boto3", "fastapi", "mangum", "pydantic"),
}


def pins(lock: Path) -> dict[str, str]:
    """The version of each distribution that a lock pins."""
    return dict(_PIN.findall(lock.read_text(encoding="utf-8")))


def compared_versions() -> dict[str, str]:
    """Those of the peers' tools and frameworks, of Pants and of the runtime client."""
    found = versions(["awslambdaric"])
    pants = re.search(r'^pants_version = "(.+)"$', Path("pants.toml").read_text(), re.MULTILINE)
    if pants:
        found["pantsbuild.pants"] = pants[1]
    for lock, names in _SHOWN.items():
        pinned = pins(PEERS / f"{lock}.lock")
        found |= {name: pinned[name] for name in names}
    return found
