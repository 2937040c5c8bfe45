"""From the requirements that a Lambda imports to the exact versions that its lock allows."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Mapping, Tuple

from pants.backend.python.pip_requirement import PipRequirement
from pants.util.strutil import bullet_list

# Distributions of type stubs alone. Imports below `if TYPE_CHECKING` are imports to Pants too.
_STUBS = re.compile(r"types-.*|mypy-boto3-.*|.*-stubs")


def is_stub_only(name: str) -> bool:
    """Whether a distribution holds type stubs alone, going by its name."""
    return bool(_STUBS.fullmatch(canonical(name)))


def canonical(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins_of(lock: Iterable[str], lock_path: str) -> Dict[str, Tuple[PipRequirement, ...]]:
    """The versions that a lock pins, by canonical name.

    Args:
        lock: The lock's lines without hashes, such as "anyio==4.16.0; python_version > '3.12'".
        lock_path: The lock's path, for errors.
    """
    pins: Dict[str, Tuple[PipRequirement, ...]] = {}
    for line in lock:
        pin = PipRequirement.parse(line, description_of_origin=lock_path)
        name = canonical(pin.project_name)
        pins[name] = (*pins.get(name, ()), pin)
    return pins


def pinned(
    requirements: Iterable[PipRequirement],
    pins: Mapping[str, Iterable[PipRequirement]],
    lock_path: str,
) -> List[str]:
    """Requirements as the lock pins them: what uv needs to insist on a hash for everything.

    Args:
        requirements: What the Lambda imports, with ranges and extras.
        pins: What pins_of() found in the lock.
        lock_path: The lock's path, for the error.

    Returns:
        One line a version: "name[extras]==version; marker". Stub-only distributions are left out.

    Raises:
        ValueError: The lock pins none of a requirement's versions.
    """
    lines, missing = set(), set()
    for requirement in requirements:
        if is_stub_only(requirement.project_name):
            continue
        found = pins.get(canonical(requirement.project_name), ())
        if not found:
            missing.add(str(requirement))
        extras = requirement.as_pkg_resources_requirement().extras
        for pin in found:
            parsed = pin.as_pkg_resources_requirement()
            specifier = ",".join(f"{operator}{version}" for operator, version in parsed.specs)
            marker = f" ; {parsed.marker}" if parsed.marker else ""
            suffix = f"[{','.join(sorted(extras))}]" if extras else ""
            lines.add(f"{canonical(pin.project_name)}{suffix}{specifier}{marker}")
    if missing:
        raise ValueError(
            f"the lock {lock_path} pins no version of:\n{bullet_list(sorted(missing))}\n"
            "Refresh the lock."
        )
    return sorted(lines)
