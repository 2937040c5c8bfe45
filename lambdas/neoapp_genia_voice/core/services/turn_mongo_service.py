"""The turns in MongoDB: one document each, changed only by whoever saw its last version.

Source document: MongoDB manual, "Expire Data from Collections by Setting TTL" (the monitor runs once
a minute, so what has expired is also left out here).
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from mew.arbok.errors import Duplicate
from mew.arbok.mongo import Mongo

from ...domain.models.turn_models import Status, Step, Turn
from ..utils.helpers import alive, date_of, trouble_with_the_database

COLLECTION = "turn"
_PLAIN = ("caller", "conversation", "number", "fingerprint", "until", "created_at")
_CONTENT = ("heard", "said", "parts", "version")


class MongoTurns:
    """The turns of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
        retention: how long a turn is kept, in seconds.
    """

    def __init__(self, database: Mongo, retention: float) -> None:
        self._database = database
        self._retention = retention

    def add(self, turn: Turn) -> bool:
        """Keep a new one; False when its id is taken."""
        document = {**_document(turn), "expires_at": date_of(turn.created_at + self._retention)}
        try:
            # One document is written in one step: that needs no transaction, nor a replica set.
            with trouble_with_the_database(), self._database.session(transaction=False) as work:
                work.database[COLLECTION].insert_one(document, session=work.session)
        except Duplicate:
            return self._replace_expired(document)
        return True

    def find(self, turn_id: str) -> Turn | None:
        """The turn, or None."""
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            found = work.database[COLLECTION].find_one(
                {"_id": turn_id, **alive()}, session=work.session
            )
        return None if found is None else _turn(found)

    def swap(self, turn: Turn) -> bool:
        """Put it, with the next version, in place of the version that it was made of."""
        changed = {**_document(turn), "version": turn.version + 1}
        del changed["_id"]
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            done = work.database[COLLECTION].update_one(
                {"_id": turn.id, "version": turn.version, **alive()},
                {"$set": changed},
                session=work.session,
            )
        return done.modified_count == 1

    def of(self, caller: str, conversation: str, after: str = "") -> Sequence[Turn]:
        """The answered turns of a conversation with numbers above `after`, in their order."""
        wanted = {"caller": caller, "conversation": conversation, "number": {"$gt": after}}
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            found = work.database[COLLECTION].find(
                {**wanted, "said": {"$ne": ""}, **alive()}, session=work.session
            )
            return [_turn(document) for document in found.sort("number", 1)]

    def erase(self, caller: str, conversation: str, until: float) -> int:
        """Take the words out of every turn of it; what is left goes at `until`. How many."""
        gone = {"status": Status.ERASED.value, "heard": "", "said": "", "fingerprint": ""}
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            done = work.database[COLLECTION].update_many(
                {
                    "caller": caller,
                    "conversation": conversation,
                    "status": {"$ne": Status.ERASED.value},
                },
                {"$set": {**gone, "expires_at": date_of(until)}, "$inc": {"version": 1}},
                session=work.session,
            )
        return int(done.modified_count)

    def _replace_expired(self, document: dict[str, Any]) -> bool:
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            done = work.database[COLLECTION].replace_one(
                {"_id": document["_id"], "expires_at": {"$lte": date_of(time.time())}},
                document,
                session=work.session,
            )
        return done.modified_count == 1


def _document(turn: Turn) -> dict[str, Any]:
    plain = {name: getattr(turn, name) for name in (*_PLAIN, *_CONTENT)}
    return {"_id": turn.id, **plain, "status": turn.status.value, "step": turn.step.value}


def _turn(document: Mapping[str, Any]) -> Turn:
    plain = {name: document[name] for name in (*_PLAIN, *_CONTENT)}
    status, step = Status(document["status"]), Step(document["step"])
    return Turn(id=document["_id"], status=status, step=step, **plain)
