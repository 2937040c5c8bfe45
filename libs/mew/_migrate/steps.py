"""What every kind of migration consists of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

State = Literal["applied", "pending", "held", "differs"]


@dataclass(frozen=True, slots=True)
class Step:
    """One migration. `held`: a contraction, pending until `--contract`. `differs`: an index of that
    name is there but is another."""

    state: State
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.state:8} {self.name}  {self.text}"


@dataclass(frozen=True, slots=True)
class Index:
    """An index of a collection.

    keys: field names, or (field, direction) pairs as pymongo takes them.  expire_after: seconds
    after which a document goes, counted from its date in the key.  partial: the filter of a partial
    index.
    """

    collection: str
    keys: tuple[str | tuple[str, int | str], ...]
    unique: bool = False
    sparse: bool = False
    expire_after: int | None = None
    partial: Mapping[str, Any] | None = None
    name: str = field(default="")

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError(f"an index of {self.collection} has no keys")
        if not self.name:
            made = "_".join(f"{key}_{direction}" for key, direction in self.pairs)
            object.__setattr__(self, "name", made)

    @property
    def pairs(self) -> list[tuple[str, int | str]]:
        """Fields with their directions."""
        return [(key, 1) if isinstance(key, str) else key for key in self.keys]

    @property
    def options(self) -> dict[str, Any]:
        """What the server keeps of an index beside name and keys, without its defaults."""
        made: dict[str, Any] = {}
        if self.unique:
            made["unique"] = True
        if self.sparse:
            made["sparse"] = True
        if self.expire_after is not None:
            made["expireAfterSeconds"] = self.expire_after
        if self.partial is not None:
            made["partialFilterExpression"] = dict(self.partial)
        return made


class Migrations(Protocol):
    """The migrations of one database. All methods run inside an invocation of the stage."""

    def status(self) -> list[Step]:
        """Every migration with its state. Changes nothing."""

    def plan(self, *, contract: bool) -> list[str]:
        """What `apply` would send. Changes nothing."""

    def apply(self, *, contract: bool, wait: float) -> Iterator[Step]:
        """Apply what is pending, each step given when it is done.

        wait: seconds for another migration to end.  Raises MigrationRunning after that.
        """
