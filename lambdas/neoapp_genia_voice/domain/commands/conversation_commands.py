"""Reading a conversation, and erasing it at the request of whoever spoke in it.

Source document: Lei Geral de Proteção de Dados Pessoais (Lei nº 13.709/2018), article 18.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models.error_models import UnknownConversation
from ..models.turn_models import Conversation, Turn
from ..operations.turn_operations import audio_prefix
from ..ports import Clock, Conversations, Store, Turns
from .turn_commands import ERASED_SECONDS


@dataclass(frozen=True, slots=True)
class ConversationPorts:
    """What conversations are kept in."""

    clock: Clock
    turns: Turns
    conversations: Conversations
    store: Store


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """Ask for everything that is kept of a caller's conversation."""

    caller: str
    id: str

    def execute(self, ports: ConversationPorts) -> tuple[Conversation, Sequence[Turn]]:
        """The conversation and its answered turns. Raises UnknownConversation, TryLater."""
        found = ports.conversations.find(self.caller, self.id)
        if found is None:
            raise UnknownConversation(self.id)
        return found, ports.turns.of(self.caller, self.id)


@dataclass(frozen=True, slots=True)
class EraseConversation:
    """Erase all that was said in a caller's conversation: words, summary and audio."""

    caller: str
    id: str

    def execute(self, ports: ConversationPorts) -> None:
        """Raises UnknownConversation when nothing of it was there, TryLater: then ask again."""
        # The conversation first: a turn that is claimed from now on does not find it, and one that
        # was claimed before is found by what follows.
        known = ports.conversations.erase(self.caller, self.id)
        erased = ports.turns.erase(self.caller, self.id, ports.clock() + ERASED_SECONDS)
        ports.store.delete(audio_prefix(self.caller, self.id))
        if not known and not erased:
            raise UnknownConversation(self.id)
