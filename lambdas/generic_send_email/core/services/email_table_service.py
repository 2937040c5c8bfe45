"""The records of e-mails, in the stage's table: every transition is one conditional write.

Source document: "Amazon DynamoDB Developer Guide", on condition expressions.
"""

import logging
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.models.delivery_models import Claim, ClaimResult, EmailRecord, Failure, Status
from ...domain.models.error_models import TryLater
from ...domain.models.feedback_models import Feedback
from ..utils.helpers import number, read_number, read_text, rfc3339, text, texts
from ..utils.notations import email_pk, message_pk
from ..utils.records import feedback_entries, record_of
from .table_service import Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

RECORD_SECONDS = 90 * 24 * 60 * 60
"""How long a record is kept; well above the 14 days that a message may stay in a queue."""


class TableEmails:
    """The records of all e-mails of one stage.

    Args:
        client: gives the stage's client.
        table: the table's name.
    """

    def __init__(self, client: "Callable[[], DynamoDBClient]", table: str) -> None:
        self._table = Table(client, table)

    def create(self, email_id: str, recipients: tuple[str, ...], now: float) -> EmailRecord:
        """Record a new e-mail as accepted; the present record when there is one."""
        item = {
            "pk": text(email_pk(email_id)),
            "status": text(Status.ACCEPTED),
            "created_at": text(rfc3339(now)),
            "updated_at": text(rfc3339(now)),
            "recipients": texts(recipients),
            "expires_at": number(math.ceil(now + RECORD_SECONDS)),
        }
        there = self._table.put(item, condition="attribute_not_exists(pk)")
        return record_of(there or item)

    def mark_queued(self, email_id: str, now: float) -> None:
        """From accepted to queued."""
        self._table.update(
            email_pk(email_id),
            "SET #status = :queued, updated_at = :now",
            condition="#status = :accepted",
            values={
                ":queued": text(Status.QUEUED),
                ":accepted": text(Status.ACCEPTED),
                ":now": text(rfc3339(now)),
            },
        )

    def claim(
        self,
        email_id: str,
        recipients: tuple[str, ...],
        owner: str,
        now: float,
        lease_seconds: float,
    ) -> Claim:
        """Become the one who sends it.

        A message that another lambda put on the queue has no record yet, and gets it here.
        """
        done, item = self._table.update(
            email_pk(email_id),
            "SET #status = :sending, lease_owner = :owner, lease_until = :until, updated_at = :at, "
            "created_at = if_not_exists(created_at, :at), "
            "recipients = if_not_exists(recipients, :recipients), "
            "expires_at = if_not_exists(expires_at, :expires) ADD attempts :one",
            condition="attribute_not_exists(pk) OR #status IN (:accepted, :queued) "
            "OR (#status = :sending AND lease_until <= :now)",
            values={
                ":sending": text(Status.SENDING),
                ":accepted": text(Status.ACCEPTED),
                ":queued": text(Status.QUEUED),
                ":owner": text(owner),
                ":until": number(now + lease_seconds),
                ":now": number(now),
                ":at": text(rfc3339(now)),
                ":recipients": texts(recipients),
                ":expires": number(math.ceil(now + RECORD_SECONDS)),
                ":one": number(1),
            },
        )
        # The SDK repeats a write whose answer was lost, and then meets its own claim.
        if done or read_text(item, "lease_owner") == owner:
            return Claim(ClaimResult.CLAIMED, attempts=int(read_number(item, "attempts")))
        if read_text(item, "status") == Status.SENDING:
            busy = max(0, math.ceil(read_number(item, "lease_until") - now))
            return Claim(ClaimResult.BUSY, busy_seconds=busy)
        return Claim(ClaimResult.DONE)

    def release(self, email_id: str, owner: str, now: float) -> None:
        """Give the claim back unsent."""
        self._table.update(
            email_pk(email_id),
            "SET #status = :queued, updated_at = :now REMOVE lease_owner, lease_until",
            condition="#status = :sending AND lease_owner = :owner",
            values={
                ":queued": text(Status.QUEUED),
                ":sending": text(Status.SENDING),
                ":owner": text(owner),
                ":now": text(rfc3339(now)),
            },
        )

    def finish(
        self,
        email_id: str,
        owner: str,
        status: Status,
        now: float,
        *,
        message_id: str | None = None,
        failure: Failure | None = None,
        suppressed: tuple[str, ...] = (),
    ) -> bool:
        """Record how sending ended. Feedback that came first keeps its status."""
        sets = {"updated_at": text(rfc3339(now))}
        if message_id:
            sets["message_id"] = text(message_id)
        if failure:
            sets["failure_code"] = text(failure.code)
            sets["failure_reason"] = text(failure.reason)
        if suppressed:
            sets["suppressed"] = texts(suppressed)
        ours = {":owner": text(owner)}
        expression = "SET " + ", ".join(f"{name} = :{name}" for name in sets)
        values = {f":{name}": value for name, value in sets.items()} | ours
        done, item = self._table.update(
            email_pk(email_id),
            f"{expression}, #status = :status REMOVE lease_owner, lease_until",
            condition="lease_owner = :owner AND #status = :sending",
            values={**values, ":status": text(status), ":sending": text(Status.SENDING)},
        )
        if not done and read_text(item, "lease_owner") == owner:
            done, _ = self._table.update(
                email_pk(email_id),
                f"{expression} REMOVE lease_owner, lease_until",
                condition="lease_owner = :owner",
                values=values,
            )
        if message_id:
            self._remember_message(message_id, email_id, now)
        return done

    def _remember_message(self, message_id: str, email_id: str, now: float) -> None:
        item = {
            "pk": text(message_pk(message_id)),
            "email_id": text(email_id),
            "expires_at": number(math.ceil(now + RECORD_SECONDS)),
        }
        try:
            self._table.put(item)
        except TryLater as error:
            # The message is out: failing now would only send it again. Events of a configuration
            # set carry the e-mail's id themselves.
            logging.getLogger(__name__).warning("a message id was not recorded: %s", error)

    def get(self, email_id: str) -> EmailRecord | None:
        """The record of an e-mail."""
        item = self._table.get(email_pk(email_id))
        return record_of(item) if item else None

    def find_message(self, message_id: str) -> str | None:
        """The e-mail that SES knows as `message_id`."""
        item = self._table.get(message_pk(message_id))
        return read_text(item, "email_id") if item else None

    def add_feedback(
        self,
        email_id: str,
        feedback: Feedback,
        status: Status,
        before: frozenset[Status],
        now: float,
    ) -> bool:
        """Add what came back, and move to `status` from any of `before`."""
        expression = "SET updated_at = :now, message_id = if_not_exists(message_id, :message)"
        values = {":now": text(rfc3339(now)), ":message": text(feedback.message_id)}
        entries = feedback_entries(feedback)
        if entries:
            expression += " ADD feedback :entries"
            values[":entries"] = {"SS": entries}  # type: ignore[dict-item]
        known, _ = self._table.update(
            email_pk(email_id), expression, condition="attribute_exists(pk)", values=values
        )
        if known:
            names = {f":before{index}": text(item) for index, item in enumerate(sorted(before))}
            self._table.update(
                email_pk(email_id),
                "SET #status = :status",
                condition=f"#status IN ({', '.join(names)})",
                values={**names, ":status": text(status)},
            )
        return known
