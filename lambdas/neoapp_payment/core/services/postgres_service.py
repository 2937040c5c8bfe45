"""Payments in PostgreSQL: a payment, its money and its notices change in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from mew.arbok.postgres import Connection, Postgres

from ...domain.models.error_models import KeyReused, UnknownPayment
from ...domain.models.payment_models import Change, Payment
from ..utils.helpers import trouble_with_the_database
from ..utils.payment_rows import (
    COLUMNS,
    REFUND_COLUMNS,
    notification_text,
    payment_of,
    posting_row,
    refund_row,
    row_of,
)

_PAYMENT = ", ".join(COLUMNS)
_VALUES = ", ".join(f"%({name})s" for name in COLUMNS)
_CHANGES = ", ".join(f"{name} = %({name})s" for name in COLUMNS if name not in ("id", "key"))
_REFUND = ", ".join(REFUND_COLUMNS)
_REFUND_VALUES = ", ".join(f"%({name})s" for name in REFUND_COLUMNS)
_SELECT = f"SELECT {_PAYMENT} FROM payment"  # noqa: S608 - names of this module alone
_INSERT = f"INSERT INTO payment ({_PAYMENT}) VALUES ({_VALUES}) ON CONFLICT (key) DO NOTHING"  # noqa: S608
# The status before goes along: the pair must be one of payment_transition.
_UPDATE = f"UPDATE payment SET before_status = status, {_CHANGES} WHERE id = %(id)s"  # noqa: S608
_SELECT_REFUNDS = f"SELECT payment_id, {_REFUND} FROM refund WHERE payment_id = ANY(%s) ORDER BY id"  # noqa: S608
_SAVE_REFUND = (
    f"INSERT INTO refund (payment_id, {_REFUND}) VALUES (%(payment_id)s, {_REFUND_VALUES}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason"
)
_POST = (
    "INSERT INTO ledger (id, payment_id, debit, credit, amount_cents) "
    "VALUES (%(id)s, %(payment_id)s, %(debit)s, %(credit)s, %(amount_cents)s)"
)
_TELL = "INSERT INTO outbox (id, body) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING"
_HEAR = "INSERT INTO hook (id) VALUES (%s) ON CONFLICT (id) DO NOTHING"


class PostgresPayments:
    """The payments of one stage.

    Args:
        database: brought up to date by `scripts/migrate.py`.
    """

    def __init__(self, database: Postgres) -> None:
        self._database = database

    def add(self, payment: Payment) -> Payment:
        """Record it; the one that is there when its key was used."""
        with trouble_with_the_database(), self._database.connection() as connection:
            if connection.execute(_INSERT, row_of(payment)).rowcount:
                return payment
            there = _found(connection, "WHERE key = %s", payment.key)[0]
        if there.fingerprint != payment.fingerprint:
            raise KeyReused(payment.key)
        return there

    def get(self, payment_id: str) -> Payment | None:
        """The payment, or None."""
        with trouble_with_the_database(), self._database.connection() as connection:
            return next(iter(_found(connection, "WHERE id = %s", payment_id)), None)

    def change(
        self, payment_id: str, decide: Callable[[Payment], Change | None], hook: str | None = None
    ) -> Payment:
        """Apply what `decide` makes of it, under a lock on its row."""
        with trouble_with_the_database(), self._database.connection() as connection:
            found = _found(connection, "WHERE id = %s FOR UPDATE", payment_id)
            if not found:
                raise UnknownPayment(payment_id)
            payment = found[0]
            if change := decide(payment):
                _save(connection, payment, change)
                payment = change.payment
            if hook is not None:
                connection.execute(_HEAR, (hook,))
        return payment

    def page(self, before: str | None, size: int) -> list[Payment]:
        """The newest first: ids are ULIDs."""
        clause = "WHERE id < %s ORDER BY id DESC LIMIT %s"
        with trouble_with_the_database(), self._database.connection() as connection:
            # No id is above a tilde.
            return _found(connection, clause, "~" if before is None else before, size)

    def due(self, now: datetime, most: int) -> list[str]:
        """The longest due first."""
        with trouble_with_the_database(), self._database.connection() as connection:
            rows = connection.execute(
                "SELECT id FROM payment WHERE next_check_at <= %s ORDER BY next_check_at LIMIT %s",
                (now, most),
            ).fetchall()
        return [row[0] for row in rows]

    def saw(self, hook: str) -> bool:
        """Whether a hook was dealt with."""
        with trouble_with_the_database(), self._database.connection() as connection:
            found = connection.execute("SELECT 1 FROM hook WHERE id = %s", (hook,)).fetchone()
        return found is not None

    def note(self, hook: str) -> None:
        """Note a hook as dealt with."""
        with trouble_with_the_database(), self._database.connection() as connection:
            connection.execute(_HEAR, (hook,))


def _found(connection: Connection, clause: str, *values: Any) -> list[Payment]:
    from psycopg.rows import dict_row

    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(f"{_SELECT} {clause}".encode(), values).fetchall()
        refunds: dict[str, list[Any]] = {row["id"]: [] for row in rows}
        for refund in cursor.execute(_SELECT_REFUNDS.encode(), (list(refunds),)).fetchall():
            refunds[refund["payment_id"]].append(refund)
    return [payment_of(row, refunds[row["id"]]) for row in rows]


def _save(connection: Connection, before: Payment, change: Change) -> None:
    payment = change.payment
    connection.execute(_UPDATE.encode(), row_of(payment))
    changed: Sequence[Any] = [one for one in payment.refunds if one not in before.refunds]
    for refund in changed:
        connection.execute(_SAVE_REFUND.encode(), refund_row(payment, refund))
    for posting in change.postings:
        connection.execute(_POST, posting_row(posting))
    for notification in change.notifications:
        connection.execute(_TELL, (notification.id, notification_text(notification)))
