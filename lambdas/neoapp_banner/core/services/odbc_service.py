"""The greetings in a database behind ODBC."""

from mew.arbok.errors import Duplicate
from mew.arbok.odbc import Odbc

from ...domain.models.greeting_models import Greeting
from ..utils.helpers import trouble_with_the_database


class OdbcGreetings:
    """The greetings of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
    """

    def __init__(self, database: Odbc) -> None:
        self._database = database

    def add(self, greeting: Greeting) -> Greeting:
        """Keep it; what is kept already under its id, when there is one."""
        with trouble_with_the_database():
            try:
                with self._database.connection() as connection:
                    connection.execute(
                        "INSERT INTO greeting (id, name, text) VALUES (?, ?, ?)",
                        (greeting.id, greeting.name, greeting.text),
                    )
            except Duplicate:
                return self.find(greeting.id) or greeting
        return greeting

    def find(self, greeting_id: str) -> Greeting | None:
        """The greeting, or None."""
        with trouble_with_the_database(), self._database.connection() as connection:
            row = connection.execute(
                "SELECT id, name, text FROM greeting WHERE id = ?", (greeting_id,)
            ).fetchone()
        return None if row is None else Greeting(*row)
