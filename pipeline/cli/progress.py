"""Says on stderr what is being done: a spinner on a terminal, lines elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.status import Status

__all__ = ["Progress"]


class Progress:
    """A context manager; `say()` is called from inside it."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._status = Status("", console=self._console) if self._console.is_terminal else None
        self._about = ""

    def about(self, name: str) -> None:
        """What `say()` speaks of from now on."""
        self._about = f"{name}: "

    def say(self, text: str) -> None:
        """Tells of the next step."""
        if self._status is None:
            self.line(text)
        else:
            self._status.update(f"{self._about}{text}")

    def line(self, text: str, style: str = "") -> None:
        """Tells something that stays."""
        self._console.print(f"{self._about}{text}", style=style, markup=False)

    def __enter__(self) -> Progress:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
