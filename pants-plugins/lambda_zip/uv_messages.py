"""What uv is told by the environment, and what its complaints mean."""

from __future__ import annotations

import re
from typing import Dict, Mapping

# A URL may carry a package index's password.
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
_NO_WHEEL = re.compile(r"(?P<requirement>\S+==\S+) has no (?:usable )?wheels")


def index_environment(environment: Mapping[str, str]) -> Dict[str, str]:
    """The environment for uv: pip's index settings stand in where uv has none of its own.

    Args:
        environment: The variables that the caller lets through.
    """
    result = {name: value for name, value in environment.items() if not name.startswith("PIP_")}
    for pip, uv in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_EXTRA_INDEX_URL", "UV_INDEX")):
        if pip in environment:
            result.setdefault(uv, environment[pip])
    return result


def explain(stderr: str, python_version: str, architecture: str) -> str:
    """Say what a failed installation means for a Lambda.

    Args:
        stderr: What uv wrote to standard error.
        python_version: The runtime's Python as major.minor.
        architecture: Lambda's name of the instruction set.
    """
    no_wheel = _NO_WHEEL.search(stderr)
    said = _CREDENTIALS.sub("***@", stderr).strip()
    if "Hash mismatch" in said:
        meaning = (
            "what the package index sent is not what the lock recorded. Nothing was installed. "
            "Find out why before you refresh the lock."
        )
    elif "no trusted hash" in said or "must have a hash" in said:
        meaning = "the lock lacks a requirement or its hash. Refresh the lock."
    elif no_wheel:
        meaning = (
            f"the requirement {no_wheel['requirement']} has no wheel for CPython {python_version} "
            f"on {architecture} Linux (glibc 2.34), and nothing is built from source. Choose a "
            "version that has one, another `architecture`, or do without it."
        )
    else:
        meaning = "uv could not install the third-party code."
    return f"{meaning}\nuv said:\n{said}"
