"""The record of a turn while it is taken: claimed before anything is asked for, so billed once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..models.error_models import Erased, PartnerError, TryLater, TurnRunning, UnusableAudio
from ..models.turn_models import Status, Turn
from ..operations.turn_operations import after, resumed
from ..ports import Clock, Turns

_logger = logging.getLogger(__name__)


class Ledger:
    """Keeps a turn's record as the turn goes on.

    Args:
        turns: where.
        clock: what time it is.
    """

    def __init__(self, turns: Turns, clock: Clock) -> None:
        self._turns = turns
        self._clock = clock

    def claim(self, new: Turn) -> Turn:
        """The turn, ours to take, or ended. Raises as `resumed` does, and TryLater."""
        if self._turns.add(new):
            return new
        there = self._turns.find(new.id)
        if there is None:
            raise TryLater("the record of a turn ran out just now")
        ours = resumed(there, new, self._clock())
        return ours if ours is there else self.keep(ours)

    def keep(self, turn: Turn) -> Turn:
        """Put the turn in place of what is there. Raises Erased, or TurnRunning: it is another's."""
        if not self._turns.swap(turn):
            there = self._turns.find(turn.id)
            if there is None or there.status is Status.ERASED:
                raise Erased("the conversation was erased meanwhile")
            raise TurnRunning(max(1.0, there.until - self._clock()))
        return replace(turn, version=turn.version + 1)

    @contextmanager
    def calling(self, turn: Turn) -> Iterator[Turn]:
        """Note that the turn's step is asked for, and how that ends when it fails.

        What ends without a word of the partner (we die, or our database does) stays noted as
        asked for, and thus as perhaps billed.
        """
        noted = self.keep(replace(turn, status=Status.CALLING))
        try:
            yield noted
        except PartnerError as error:
            self.end(noted, after(error))
            raise
        except UnusableAudio:
            self.end(noted, Status.WAITING)
            raise

    def end(self, turn: Turn, status: Status) -> None:
        """Note how a trial ended; the error that ended it is the one to tell."""
        try:
            self.keep(replace(turn, status=status))
        except (TryLater, Erased, TurnRunning) as error:
            _logger.warning("the end of a turn's trial was not noted: %s", error)
