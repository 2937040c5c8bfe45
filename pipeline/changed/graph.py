"""Who depends on whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Graph", "Node", "Requirement"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A third-party distribution that code imports, and where its versions are pinned."""

    name: str
    extras: tuple[str, ...]
    lock: str


@dataclass(frozen=True, slots=True)
class Node:
    """A target of Pants.

    Args:
        address: its name.
        folder: where the BUILD file that makes it is.
        files: what it consists of.
        uses: the addresses that it depends on.
        fields: what its BUILD file says of it, as text that can be compared.
        requirements: what it stands for, if it is third-party.
    """

    address: str
    folder: str
    files: tuple[str, ...]
    uses: tuple[str, ...]
    fields: str
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Graph:
    """Every lambda, and all that goes into its artifact.

    Args:
        nodes: by address.
        lambdas: by name, the address of what packages it.
    """

    nodes: Mapping[str, Node]
    lambdas: Mapping[str, str]
    _ways: dict[str, Mapping[str, str | None]] = field(default_factory=dict, compare=False)

    def part_of(self, name: str) -> Mapping[str, str | None]:
        """What goes into a lambda: each address with that which brought it, nearest first."""
        if name not in self._ways:
            self._ways[name] = dict(self._walk(self.lambdas[name]))
        return self._ways[name]

    def _walk(self, root: str) -> Iterator[tuple[str, str | None]]:
        seen = {root}
        level: list[tuple[str, str | None]] = [(root, None)]
        while level:
            yield from level
            following: list[tuple[str, str | None]] = []
            for address, _ in level:
                for used in self.nodes[address].uses:
                    if used in self.nodes and used not in seen:
                        seen.add(used)
                        following.append((used, address))
            level = following

    def through(self, name: str, address: str) -> tuple[str, ...]:
        """The files by which `address` came into a lambda, from its entry point on."""
        part_of = self.part_of(name)
        way: list[str] = []
        at = part_of[address]
        while at is not None:
            way += self.nodes[at].files[:1]
            at = part_of[at]
        return tuple(reversed(way))

    @cached_property
    def owners(self) -> Mapping[str, tuple[str, ...]]:
        """By file, the addresses that it belongs to."""
        found: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for file in node.files:
                found.setdefault(file, []).append(node.address)
        return {file: tuple(addresses) for file, addresses in found.items()}

    def requirements(self, name: str) -> frozenset[Requirement]:
        """The third-party distributions that a lambda's code imports."""
        nodes = self.nodes
        return frozenset(
            each for address in self.part_of(name) for each in nodes[address].requirements
        )
