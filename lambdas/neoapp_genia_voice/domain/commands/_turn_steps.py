"""The steps of a turn: each asks the partner for one thing, and notes before and after that it did."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..models.audio_models import MAX_SPEECH_CHARACTERS, Manner, Sound
from ..models.error_models import Erased, PartnerError, TryLater, UnusableAudio
from ..models.turn_models import Conversation, Status, Step, Turn
from ..operations.audio_operations import MEDIA_TYPES, can_be_joined, joined
from ..operations.memory_operations import SUMMARY_INSTRUCTIONS, Memory, memory_of, messages
from ..operations.text_operations import split_at_sentences
from ..operations.turn_operations import audio_prefix, part_key
from ..ports import Clock, Conversations, Ear, Mind, Mouth, Store, Turns
from ._ledger import Ledger

_logger = logging.getLogger(__name__)

SILENCE = "nothing is said in it"
MAX_PART_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TurnPorts:
    """What a turn needs; `instructions` are the mind's, `budget` is its memory's, in tokens."""

    clock: Clock
    turns: Turns
    conversations: Conversations
    store: Store
    ear: Ear
    mind: Mind
    summariser: Mind
    mouth: Mouth
    instructions: str
    budget: int


class Steps:
    """Takes the steps of one turn; `turn` is its record, as it stands.

    Args:
        ports: what is needed.
        ledger: keeps the record.
        turn: the record, claimed.
    """

    def __init__(self, ports: TurnPorts, ledger: Ledger, turn: Turn) -> None:
        self._ports = ports
        self._ledger = ledger
        self.turn = turn

    def hear(self, sound: Sound, language: str | None) -> None:
        """Learn what is said. Raises UnusableAudio, also for silence, which is final."""
        with self._ledger.calling(self.turn) as noted:
            text = self._ports.ear.hear(sound, language, None).text.strip()
        if not text:
            self._ledger.end(noted, Status.REFUSED)
            raise UnusableAudio(SILENCE)
        self._claim(noted, step=Step.SUMMARISE, heard=text)

    def answer(self, conversation: Conversation, manner: Manner | None) -> Iterator[str]:
        """Think of an answer, and hand out its pieces as they come."""
        ports = self._ports
        turns = ports.turns.of(self.turn.caller, conversation.id, conversation.summarised)
        memory = memory_of(conversation.summary, turns, ports.budget)
        if self.turn.step is Step.SUMMARISE:
            if memory.fold:
                conversation = self._summarise(conversation, memory)
            self._claim(self.turn, step=Step.REPLY)
        told = messages(conversation.summary, memory.tell, self.turn.heard)
        pieces = []
        with self._ledger.calling(self.turn) as noted:
            for piece in ports.mind.answer(ports.instructions, told):
                pieces.append(piece)
                yield piece
        said = "".join(pieces).strip()
        if manner is None:
            self.turn = self._ledger.keep(
                replace(noted, status=Status.DONE, step=Step.SPEAK, said=said)
            )
        else:
            self._claim(noted, step=Step.SPEAK, said=said)

    def speak(self, manner: Manner) -> bytes | None:
        """The spoken answer: what is kept of it, and what is not spoken yet.

        None when it cannot be had: what was spoken before is lost, or the answer is too long for
        the format. Raises Erased, PartnerError.
        """
        texts = split_at_sentences(self.turn.said, MAX_SPEECH_CHARACTERS)
        spoken = self._kept() if can_be_joined(manner.format, len(texts)) else None
        over = self.turn.status is Status.DONE
        if spoken is None or (over and len(spoken) < len(texts)):
            if not over:
                self.turn = self._ledger.keep(replace(self.turn, status=Status.DONE))
            return None
        try:
            for text in texts[len(spoken) :]:
                spoken.append(self._speak_part(text, manner))
            if self.turn.status is not Status.DONE:
                self.turn = self._ledger.keep(replace(self.turn, status=Status.DONE))
        except Erased:
            # What was spoken after the erasure passed through must not stay behind.
            self._ports.store.delete(audio_prefix(self.turn.caller, self.turn.conversation))
            raise
        return joined(manner.format, spoken)

    def _speak_part(self, text: str, manner: Manner) -> bytes:
        if self.turn.status is Status.DONE:
            return self._ports.mouth.speak(text, manner)
        with self._ledger.calling(self.turn) as noted:
            audio = self._ports.mouth.speak(text, manner)
        try:
            self._ports.store.put(part_key(noted, noted.parts), audio, MEDIA_TYPES[manner.format])
        except TryLater as error:
            # Whoever waits gets what is paid for; a repetition gets the words alone.
            _logger.warning("the audio of a turn is not kept: %s", error)
            self.turn = self._ledger.keep(replace(noted, status=Status.DONE))
        else:
            self._claim(noted, parts=noted.parts + 1)
        return audio

    def _kept(self) -> list[bytes] | None:
        """The parts that were spoken before; None when one of them is gone."""
        found = []
        for part in range(self.turn.parts):
            content = self._ports.store.get(part_key(self.turn, part), MAX_PART_BYTES)
            if content is None:
                return None
            found.append(content)
        return found

    def _summarise(self, conversation: Conversation, memory: Memory) -> Conversation:
        """Fold what is old; when that fails it is left out this time, for the turn is what counts."""
        self.turn = self._ledger.keep(replace(self.turn, status=Status.CALLING))
        told = messages(conversation.summary, memory.fold)
        try:
            summary = "".join(self._ports.summariser.answer(SUMMARY_INSTRUCTIONS, told)).strip()
        except PartnerError as error:
            _logger.warning("a conversation was not summarised: %s", error)
            return conversation
        folded = replace(conversation, summary=summary, summarised=memory.fold[-1].number)
        self._ports.conversations.swap(folded)
        return folded

    def _claim(self, turn: Turn, **changes: object) -> None:
        changed = replace(turn, status=Status.CLAIMED, **changes)  # type: ignore[arg-type]
        self.turn = self._ledger.keep(changed)
