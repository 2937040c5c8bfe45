"""The conversations in MongoDB: what is kept of each beside its turns."""

from collections.abc import Mapping
from typing import Any

from mew.arbok.mongo import Mongo

from ...domain.models.turn_models import Conversation
from ..utils.helpers import alive, date_of, trouble_with_the_database

COLLECTION = "conversation"


class MongoConversations:
    """The conversations of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
        retention: how long a conversation is kept after its last turn, in seconds.
    """

    def __init__(self, database: Mongo, retention: float) -> None:
        self._database = database
        self._retention = retention

    def add(self, conversation: Conversation) -> None:
        """Keep a new one; one that is there stays as it is."""
        document = {
            "caller": conversation.caller,
            "created_at": conversation.created_at,
            "summary": conversation.summary,
            "summarised": conversation.summarised,
            "version": conversation.version,
            "expires_at": date_of(conversation.created_at + self._retention),
        }
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            work.database[COLLECTION].update_one(
                {"_id": conversation.id},
                {"$setOnInsert": document},
                upsert=True,
                session=work.session,
            )

    def find(self, caller: str, conversation: str) -> Conversation | None:
        """The caller's conversation, or None."""
        wanted = {"_id": conversation, "caller": caller, **alive()}
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            found = work.database[COLLECTION].find_one(wanted, session=work.session)
        return None if found is None else _conversation(found)

    def swap(self, conversation: Conversation) -> bool:
        """Put it, with the next version, in place of the version that it was made of."""
        wanted = {
            "_id": conversation.id,
            "caller": conversation.caller,
            "version": conversation.version,
        }
        changed = {
            "summary": conversation.summary,
            "summarised": conversation.summarised,
            "version": conversation.version + 1,
        }
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            done = work.database[COLLECTION].update_one(
                {**wanted, **alive()}, {"$set": changed}, session=work.session
            )
        return done.modified_count == 1

    def touch(self, conversation: Conversation, now: float) -> None:
        """Keep it for the whole retention from now on."""
        until = date_of(now + self._retention)
        wanted = {"_id": conversation.id, "caller": conversation.caller}
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            work.database[COLLECTION].update_one(
                wanted, {"$set": {"expires_at": until}}, session=work.session
            )

    def erase(self, caller: str, conversation: str) -> bool:
        """Take it away; whether it was there."""
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            done = work.database[COLLECTION].delete_one(
                {"_id": conversation, "caller": caller}, session=work.session
            )
        return done.deleted_count == 1


def _conversation(document: Mapping[str, Any]) -> Conversation:
    return Conversation(
        id=document["_id"],
        caller=document["caller"],
        created_at=document["created_at"],
        summary=document["summary"],
        summarised=document["summarised"],
        version=document["version"],
    )
