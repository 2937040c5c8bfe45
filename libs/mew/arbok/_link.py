"""What a driver gives to the shared part: a connection with a transaction on it, and a source of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Protocol

from ._errors import Verdict
from ._idle import Idleness
from ._limits import Budget


class Retired(Exception):  # a signal between arbok's parts, never seen outside
    """The source was closed (rotation, snapshot, `close_all`) before it gave a connection."""


class Link[C](ABC):
    """One connection to a server.

    fresh: no block has used it yet, so that its failure is the server's and not its age's.
    transactional: the block is one transaction; else each of its statements stands alone.
    """

    def __init__(self, idle_limit: float) -> None:
        self.fresh = True
        self.transactional = True
        self.idleness = Idleness(idle_limit)

    @property
    @abstractmethod
    def raw(self) -> C:
        """What the block works with."""

    @abstractmethod
    def begin(self, budget: Budget) -> None:
        """Check the connection if it is suspect and start a transaction.

        Sends nothing that has an effect, so that a failure may be answered by another connection.
        """

    @abstractmethod
    def commit(self) -> None:
        """Make the block's work last."""

    @abstractmethod
    def rollback(self) -> None:
        """Undo the block's work."""

    @abstractmethod
    def usable(self) -> bool:
        """Whether another block may use the connection, seen without asking the server."""

    @abstractmethod
    def lost(self) -> bool:
        """Whether the connection is known to be gone, whatever the driver's error calls it."""

    @abstractmethod
    def ping(self) -> None:
        """Ask the server for a sign of life, inside a block."""

    @abstractmethod
    def close(self) -> None:
        """Close it for good. Never raises."""


type AnyLink = Link[Any]
type AnySource = Source[Any]


class Source[L: AnyLink](Protocol):
    """Where connections come from and go back to."""

    @property
    def closed(self) -> bool:
        """Whether it gives no more connections."""

    def take(self, budget: Budget) -> L:
        """A connection for the caller alone."""

    def give(self, link: L, *, usable: bool) -> None:
        """The connection back."""

    def close(self) -> None:
        """No more connections; those in use are closed when they come back."""


class Judge(Protocol):
    """A driver's knowledge of its errors."""

    def __call__(self, error: BaseException) -> Verdict | None:
        """What `error` means; None when it is not the driver's."""
