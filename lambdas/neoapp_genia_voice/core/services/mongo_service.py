"""The greetings in MongoDB."""

from mew.arbok.mongo import Mongo

from ...domain.models.greeting_models import Greeting
from ..utils.helpers import trouble_with_the_database


class MongoGreetings:
    """The greetings of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
    """

    def __init__(self, database: Mongo) -> None:
        self._database = database

    def add(self, greeting: Greeting) -> Greeting:
        """Keep it; what is kept already under its id, when there is one."""
        # One document is written in one step: that needs no transaction, nor a replica set.
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            work.database["greeting"].update_one(
                {"id": greeting.id},
                {"$setOnInsert": {"name": greeting.name, "text": greeting.text}},
                upsert=True,
                session=work.session,
            )
        return self.find(greeting.id) or greeting

    def find(self, greeting_id: str) -> Greeting | None:
        """The greeting, or None."""
        with trouble_with_the_database(), self._database.session(transaction=False) as work:
            found = work.database["greeting"].find_one({"id": greeting_id}, session=work.session)
        return None if found is None else Greeting(found["id"], found["name"], found["text"])
