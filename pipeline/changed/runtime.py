"""What a lambda runs on, and which pins of a lock are for that.

Source: Python Packaging User Guide, "Dependency specifiers", section "Environment Markers"; AWS Lambda
developer guide, "Lambda runtimes".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

from .graph import Graph

__all__ = ["Runtime", "runtime_of"]

# What `lambda_function` takes where a BUILD file says nothing.
_PYTHON, _ARCHITECTURE = "python3.13", "x86_64"
_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
_UNKNOWN = re.compile(r"\b(platform_release|platform_version|extra|extras|dependency_groups)\b")
# AWS raises the last part of the version without being asked.
_LAST_PARTS = range(50)


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Python and an instruction set, as Lambda calls them."""

    python: str = _PYTHON
    architecture: str = _ARCHITECTURE

    def rest_of(self, marker: str) -> str | None:
        """What a marker leaves open here: "" where it holds, None where it does not, else itself."""
        if not marker or _UNKNOWN.search(marker):
            return marker
        try:
            holds = {Marker(marker).evaluate(each) for each in self._environments()}
        except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName):
            return marker
        if len(holds) > 1:
            return marker
        return "" if True in holds else None

    def _environments(self) -> Iterator[dict[str, str]]:
        version = self.python.removeprefix("python")
        for last in _LAST_PARTS:
            yield {
                "implementation_name": "cpython",
                "implementation_version": f"{version}.{last}",
                "os_name": "posix",
                "platform_machine": _MACHINES.get(self.architecture, self.architecture),
                "platform_python_implementation": "CPython",
                "platform_system": "Linux",
                "python_full_version": f"{version}.{last}",
                "python_version": version,
                "sys_platform": "linux",
            }


def runtime_of(name: str, graph: Graph) -> Runtime:
    """What a lambda's BUILD file says that it runs on."""
    fields = json.loads(graph.nodes[graph.lambdas[name]].fields)
    return Runtime(fields.get("runtime", _PYTHON), fields.get("architecture", _ARCHITECTURE))
