"""Taking a turn: something is said to us, and we answer, in text and in speech."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..models.audio_models import MAX_AUDIO_BYTES, Manner, Sound
from ..models.error_models import ContentRefused, TryLater, UnknownConversation, UnusableAudio
from ..models.exchange_models import Event, Heard, Input, Said, Taken, Upload
from ..models.turn_models import Conversation, Status, Step, Turn
from ..operations.turn_operations import fingerprint, turn_id, upload_key
from ..ports import Store
from ._ledger import Ledger
from ._turn_steps import SILENCE, Steps, TurnPorts

__all__ = ["ERASED_SECONDS", "TakeTurn", "TurnPorts", "fetched"]

_logger = logging.getLogger(__name__)

ERASED_SECONDS = 24 * 60 * 60
"""How long the key of an erased turn stays known, so that a repetition is not a new turn."""


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Take a turn, once for each key of a caller.

    Args:
        caller: who asks.
        key: names the turn; whoever tries again uses the same.
        number: a new one, above all that were given before.
        seconds: how long this trial can last.
        said: what is said to us.
        conversation: which one goes on; None begins one.
        language: of what is said, when it is audio and known.
        manner: how the answer is spoken; None for text alone.
    """

    caller: str
    key: str
    number: str
    seconds: float
    said: Input = field(repr=False)
    conversation: str | None = None
    language: str | None = None
    manner: Manner | None = None

    def execute(self, ports: TurnPorts) -> Taken:
        """The turn, taken now or before. Raises what `events` raises."""
        *_, last = self.events(ports)
        if not isinstance(last, Taken):
            raise TypeError("a turn ends with Taken")
        return last

    def events(self, ports: TurnPorts) -> Iterator[Event]:
        """The turn as it is taken; its last event is Taken.

        Raises KeyReused, TurnRunning, OutcomeUnknown, Erased, UnknownConversation, UnusableAudio,
        PartnerError or TryLater. After PartnerError with `billed` False and TryLater, the same
        turn may be tried again: what was paid for is not asked for again.
        """
        ledger = Ledger(ports.turns, ports.clock)
        steps = Steps(ports, ledger, ledger.claim(self._new(ports.clock())))
        before = steps.turn.status
        if before is Status.REFUSED:
            if steps.turn.step is Step.HEAR:
                raise UnusableAudio(SILENCE)
            raise ContentRefused("the partner refused this turn before")
        conversation = self._conversation(ports, steps.turn)
        if steps.turn.step is Step.HEAR:
            steps.hear(self._sound(ports, ledger, steps.turn), self.language)
            self._forget_upload(ports.store)
        yield Heard(steps.turn.heard)
        if steps.turn.step is Step.SPEAK:
            yield Said(steps.turn.said)
        else:
            yield from map(Said, steps.answer(conversation, self.manner))
        audio = steps.speak(self.manner) if self.manner else None
        yield Taken(steps.turn, audio, replayed=before is Status.DONE)

    def _new(self, now: float) -> Turn:
        return Turn(
            id=turn_id(self.caller, self.key),
            caller=self.caller,
            conversation=self.conversation or self.number,
            number=self.number,
            fingerprint=fingerprint(self.conversation, self.said, self.language, self.manner),
            status=Status.CLAIMED,
            until=now + self.seconds,
            created_at=now,
            step=Step.SUMMARISE if isinstance(self.said, str) else Step.HEAR,
            heard=self.said if isinstance(self.said, str) else "",
        )

    def _conversation(self, ports: TurnPorts, turn: Turn) -> Conversation:
        if self.conversation is None and turn.status is not Status.DONE:
            ports.conversations.add(Conversation(turn.conversation, turn.caller, turn.created_at))
        # Looked for after the claim: an erasure that missed this turn is one that we see here.
        found = ports.conversations.find(turn.caller, turn.conversation)
        if found is None:
            ports.turns.erase(turn.caller, turn.conversation, ports.clock() + ERASED_SECONDS)
            raise UnknownConversation(turn.conversation)
        if self.conversation is not None and turn.status is not Status.DONE:
            ports.conversations.touch(found, ports.clock())
        return found

    def _sound(self, ports: TurnPorts, ledger: Ledger, turn: Turn) -> Sound:
        try:
            return fetched(self.caller, self.said, ports.store)
        except (UnusableAudio, TryLater):
            ledger.end(turn, Status.WAITING)
            raise

    def _forget_upload(self, store: Store) -> None:
        """Take away what was heard: an erasure would not find it."""
        if isinstance(self.said, Upload):
            try:
                store.delete(upload_key(self.caller, self.said.id))
            except TryLater as error:
                # The bucket's own rule takes it within a day.
                _logger.warning("an upload was not deleted: %s", error)


def fetched(caller: str, said: Input, store: Store) -> Sound:
    """The audio, from the store where it waits there. Raises UnusableAudio, TryLater."""
    if isinstance(said, Upload):
        content = store.get(upload_key(caller, said.id), MAX_AUDIO_BYTES)
        if not content:
            raise UnusableAudio("nothing was uploaded under this id, or it has expired")
        return Sound(said.format, content)
    if isinstance(said, str):
        raise TypeError("text is heard already")
    return said
