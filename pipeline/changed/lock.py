"""Reads locks: what is pinned, and what each pinned distribution brings along.

Source: pip documentation, "Requirements File Format"; uv documentation, "Locking environments",
whose comments `# via` name who asked for a distribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .graph import Requirement
from .runtime import Runtime

__all__ = ["Lock", "Pin", "is_stub_only", "pin_changes", "read_lock"]

_PIN = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*"
    r"(?P<version>[^\s;\\#]+)\s*(?:;(?P<marker>[^\\#]*))?"
)
_HASH = re.compile(r"--hash=(\S+)")
_VIA = re.compile(r"#\s*(?:via(?!\S))?\s*(?P<name>[\w.-]*)")


@dataclass(frozen=True, slots=True)
class Pin:
    """A version, the condition under which it is installed, and the hashes of its files."""

    version: str
    marker: str
    hashes: frozenset[str]

    def __str__(self) -> str:
        return f"{self.version} ; {self.marker}" if self.marker else self.version


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock.

    Args:
        pins: by distribution; one can have a version for one platform and another for the rest.
        brings: by distribution, those that it asks for.
    """

    pins: Mapping[str, frozenset[Pin]]
    brings: Mapping[str, frozenset[str]]

    def resolved(self, requirements: Iterable[Requirement]) -> frozenset[str]:
        """The names of all that these requirements install, going by the lock."""
        found: set[str] = set()
        waiting = [each.name for each in requirements if not is_stub_only(each.name)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.brings.get(name, ())
        return frozenset(found)

    def on(self, runtime: Runtime) -> Lock:
        """Without the pins that are never installed there, and without conditions that hold there."""
        pins = {
            name: frozenset(
                replace(each, marker=rest)
                for each in found
                if (rest := runtime.rest_of(each.marker)) is not None
            )
            for name, found in self.pins.items()
        }
        return Lock(pins, self.brings)


def read_lock(text: str) -> Lock:
    """The lock of a requirements file with `==` pins, hashes and uv's comments."""
    pins: dict[str, set[Pin]] = {}
    brings: dict[str, set[str]] = {}
    name, version, marker, hashes = "", "", "", set[str]()
    for line in [*text.splitlines(), "end==0"]:
        pin = _PIN.match(line)
        if pin:
            if name:
                pins.setdefault(name, set()).add(Pin(version, marker, frozenset(hashes)))
            name, version, hashes = _canonical(pin["name"]), pin["version"], set()
            marker = " ".join((pin["marker"] or "").split())
        elif found := _HASH.search(line):
            hashes.add(found[1])
        elif (via := _VIA.match(line.strip())) and via["name"] and not via["name"].startswith("-"):
            brings.setdefault(_canonical(via["name"]), set()).add(name)
    return Lock(
        {each: frozenset(versions) for each, versions in pins.items()},
        {each: frozenset(names) for each, names in brings.items()},
    )


def pin_changes(
    before: Lock, after: Lock, used_before: frozenset[str], used_after: frozenset[str]
) -> tuple[str, ...]:
    """What is installed differently, in words: `boto3 1.44.4 -> 1.44.5`, `six 1.17.0 added`."""
    words: list[str] = []
    for name in sorted(used_before | used_after):
        old = before.pins.get(name, frozenset()) if name in used_before else frozenset()
        new = after.pins.get(name, frozenset()) if name in used_after else frozenset()
        if old == new:
            continue
        was, now = (" | ".join(sorted(map(str, pins))) for pins in (old, new))
        if was == now:
            words.append(f"{name} {now}: other files")
        elif not was:
            words.append(f"{name} {now} added")
        elif not now:
            words.append(f"{name} {was} removed")
        else:
            words.append(f"{name} {was} -> {now}")
    return tuple(words)


def is_stub_only(name: str) -> bool:
    """Whether a distribution holds type stubs alone, which the packager leaves out."""
    return bool(re.fullmatch(r"types-.*|mypy-boto3-.*|.*-stubs", name))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
