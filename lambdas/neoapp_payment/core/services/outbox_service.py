"""The outbox: a table that notices are written to together with what they are about."""

from collections.abc import Callable

from mew.arbok.postgres import Postgres

from ...domain.models.error_models import TryLater
from ...domain.models.notification_models import Notification
from ..utils.helpers import trouble_with_the_database
from ..utils.payment_rows import notification_of


class PostgresOutbox:
    """The notifications of one stage that wait.

    Args:
        database: brought up to date by `scripts/migrate.py`.
    """

    def __init__(self, database: Postgres) -> None:
        self._database = database

    def drain(self, hand_over: Callable[[Notification], None], most: int) -> int:
        """Hand over at most `most`; those that another drain has in hand are left to it."""
        taken: list[int] = []
        trouble: TryLater | None = None
        with trouble_with_the_database(), self._database.connection() as connection:
            rows = connection.execute(
                "SELECT position, body FROM outbox WHERE sent_at IS NULL "
                "ORDER BY position LIMIT %s FOR UPDATE SKIP LOCKED",
                (most,),
            ).fetchall()
            for position, body in rows:
                try:
                    hand_over(notification_of(body))
                except TryLater as error:
                    trouble = error
                    break
                taken.append(position)
            connection.execute(
                "UPDATE outbox SET sent_at = now() WHERE position = ANY(%s)", (taken,)
            )
        if trouble is not None:
            raise trouble
        return len(taken)
