"""The end of what a process printed, which is where an error stands."""

from __future__ import annotations

from .words import plain

__all__ = ["OutputTail"]

_CHARACTERS = 2000


class OutputTail:
    """Takes whatever a process prints and keeps its end alone."""

    def __init__(self) -> None:
        self._kept = ""
        self._cut = False

    def add(self, text: str) -> None:
        """Takes the next part; called from one thread at a time."""
        whole = self._kept + text
        self._cut = self._cut or len(whole) > _CHARACTERS
        self._kept = whole[-_CHARACTERS:]

    def __str__(self) -> str:
        """For the end of a text: empty where nothing was printed."""
        text = plain(self._kept).strip()
        dots = "... " if self._cut else ""
        return f". It printed:\n{dots}{text}" if text else ""
