"""What the domain needs from the world. Adapters live in `core/services`; fakes in `tests`.

Every method may raise `TryLater` when what is behind it is down or throttles.
"""

from typing import Protocol

from .models.delivery_models import Claim, Content, EmailRecord, Failure, OutgoingMessage, Status
from .models.email_models import Email, StoredFile, TemplateUse
from .models.feedback_models import Feedback, Suppression


class Clock(Protocol):
    """What time it is."""

    def __call__(self) -> float:
        """Seconds since the epoch."""


class Keys(Protocol):
    """Which e-mail an idempotency key of one stage stands for."""

    def reserve(self, key: str, fingerprint: str, email_id: str, now: float) -> str:
        """The id that `key` stands for: `email_id` for the first who asks, and the first one's id
        for whoever asks later with the same fingerprint. Raises KeyReused for another fingerprint.
        """

    def find(self, key: str, fingerprint: str, now: float) -> str | None:
        """The id that `key` already stands for, or None. Raises KeyReused as `reserve`."""


class Emails(Protocol):
    """The records of all e-mails of one stage."""

    def create(self, email_id: str, recipients: tuple[str, ...], now: float) -> EmailRecord:
        """Record a new e-mail as accepted; the present record when there is one already."""

    def mark_queued(self, email_id: str, now: float) -> None:
        """From accepted to queued; nothing when it is further already."""

    def claim(
        self,
        email_id: str,
        recipients: tuple[str, ...],
        owner: str,
        now: float,
        lease_seconds: float,
    ) -> Claim:
        """Become the one who sends it, for `lease_seconds`; makes the record if there is none."""

    def release(self, email_id: str, owner: str, now: float) -> None:
        """Give the claim back unsent; nothing when it is no longer ours."""

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
        """Record how sending ended; False when the claim had gone to somebody else."""

    def get(self, email_id: str) -> EmailRecord | None:
        """The record, or None."""

    def find_message(self, message_id: str) -> str | None:
        """The id of the e-mail that the mailer knows as `message_id`, or None."""

    def add_feedback(
        self,
        email_id: str,
        feedback: Feedback,
        status: Status,
        before: frozenset[Status],
        now: float,
    ) -> bool:
        """Add what came back, once however often it comes, and move to `status` from any of
        `before`. False when there is no such e-mail.
        """


class Suppressions(Protocol):
    """Whom this stage no longer writes to."""

    def add(self, suppression: Suppression) -> None:
        """From now on nothing is sent to that address; the first reason stays."""

    def among(self, addresses: tuple[str, ...]) -> frozenset[str]:
        """Those of `addresses`, spelled as given, that are suppressed."""

    def lift(self, address: str) -> bool:
        """Write to that address again; False when it was not suppressed."""


class Outbox(Protocol):
    """Where accepted e-mails wait to be sent."""

    def put(self, email_id: str, email: Email) -> None:
        """Have a job send it."""


class Parcels(Protocol):
    """Where e-mails wait that are too large for the outbox."""

    def read(self, email_id: str) -> Email | None:
        """What was parked for this e-mail, or None."""

    def delete(self, email_id: str) -> None:
        """Forget it; nothing when there is none."""


class Files(Protocol):
    """Objects of the stage's bucket that callers attach by key."""

    def find(self, key: str) -> StoredFile | None:
        """What lies there now, or None."""

    def read(self, key: str, etag: str | None, limit: int) -> bytes:
        """Its bytes, when they are still of that version (None: any) and not more than `limit`.
        Raises Rejected when they are gone, changed or larger.
        """


class Templates(Protocol):
    """The templates of this lambda."""

    def missing(self, use: TemplateUse) -> tuple[str, ...] | None:
        """The variables that the template needs and `use` lacks; None for an unknown template."""

    def render(self, use: TemplateUse) -> Content:
        """Subject and bodies. Raises Rejected when these variables break the template."""


class Mailer(Protocol):
    """Who carries messages to the world."""

    def send(self, message: OutgoingMessage) -> str:
        """Hand the message over; the mailer's id of it. Raises Rejected when it is refused for
        good, TryLater when trying again makes sense.
        """
