"""Fakes at the domain's ports. The suites in `contracts` hold them to what the adapters do."""

from dataclasses import dataclass, field, replace

from ekans.notations import suppression_form

from ..domain.models.delivery_models import (
    Claim,
    ClaimResult,
    Content,
    EmailRecord,
    Failure,
    FeedbackEntry,
    OutgoingMessage,
    Status,
)
from ..domain.models.email_models import Email, StoredFile, TemplateUse
from ..domain.models.error_models import EmailError, KeyReused, Rejected
from ..domain.models.feedback_models import Feedback, Suppression
from ..domain.operations.delivery_operations import OPEN

KEY_SECONDS = 24 * 60 * 60


@dataclass
class ManualClock:
    """Time that passes when told."""

    now: float = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Lease:
    """Who sends an e-mail, and until when."""

    owner: str
    until: float


@dataclass
class FakeKeys:
    """Idempotency keys in memory: key -> id, fingerprint, end."""

    keys: dict[str, tuple[str, str, float]] = field(default_factory=dict)

    def reserve(self, key: str, fingerprint: str, email_id: str, now: float) -> str:
        known = self.find(key, fingerprint, now)
        if known is None:
            self.keys[key] = (email_id, fingerprint, now + KEY_SECONDS)
        return known or email_id

    def find(self, key: str, fingerprint: str, now: float) -> str | None:
        email_id, known, until = self.keys.get(key, ("", "", 0.0))
        if until <= now:
            return None
        if known != fingerprint:
            raise KeyReused
        return email_id


@dataclass
class FakeEmails:
    """Records in memory."""

    records: dict[str, EmailRecord] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)

    def create(self, email_id: str, recipients: tuple[str, ...], now: float) -> EmailRecord:
        new = EmailRecord(email_id, Status.ACCEPTED, _at(now), _at(now), recipients)
        return self.records.setdefault(email_id, new)

    def mark_queued(self, email_id: str, now: float) -> None:
        if email_id in self.records and self.records[email_id].status is Status.ACCEPTED:
            self._change(email_id, now, status=Status.QUEUED)

    def claim(
        self,
        email_id: str,
        recipients: tuple[str, ...],
        owner: str,
        now: float,
        lease_seconds: float,
    ) -> Claim:
        record = self.create(email_id, recipients, now)
        lease = self.leases.get(email_id)
        if lease is not None and lease.owner == owner:
            return Claim(ClaimResult.CLAIMED, attempts=record.attempts)
        if record.status not in OPEN:
            return Claim(ClaimResult.DONE)
        if lease is not None and lease.until > now:
            return Claim(ClaimResult.BUSY, busy_seconds=int(lease.until - now))
        self.leases[email_id] = Lease(owner, now + lease_seconds)
        attempts = record.attempts + 1
        self._change(email_id, now, status=Status.SENDING, attempts=attempts)
        return Claim(ClaimResult.CLAIMED, attempts=attempts)

    def release(self, email_id: str, owner: str, now: float) -> None:
        if self._is_owner(email_id, owner) and self.records[email_id].status is Status.SENDING:
            del self.leases[email_id]
            self._change(email_id, now, status=Status.QUEUED)

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
        if message_id:
            self.messages[message_id] = email_id
        if not self._is_owner(email_id, owner):
            return False
        del self.leases[email_id]
        record = self.records[email_id]
        self._change(
            email_id,
            now,
            status=status if record.status is Status.SENDING else record.status,
            message_id=message_id or record.message_id,
            failure=failure or record.failure,
            suppressed=suppressed or record.suppressed,
        )
        return True

    def get(self, email_id: str) -> EmailRecord | None:
        return self.records.get(email_id)

    def find_message(self, message_id: str) -> str | None:
        return self.messages.get(message_id)

    def add_feedback(
        self,
        email_id: str,
        feedback: Feedback,
        status: Status,
        before: frozenset[Status],
        now: float,
    ) -> bool:
        record = self.records.get(email_id)
        if record is None:
            return False
        new = {FeedbackEntry(feedback.kind, address, feedback.at) for address in feedback.addresses}
        entries = sorted(new | set(record.feedback), key=lambda e: (e.at, e.kind, e.address))
        self._change(
            email_id,
            now,
            feedback=tuple(entries),
            message_id=record.message_id or feedback.message_id,
            status=status if record.status in before else record.status,
        )
        return True

    def _is_owner(self, email_id: str, owner: str) -> bool:
        return email_id in self.leases and self.leases[email_id].owner == owner

    def _change(self, email_id: str, now: float, **changes: object) -> None:
        record = self.records[email_id]
        self.records[email_id] = replace(record, updated_at=_at(now), **changes)  # type: ignore[arg-type]


@dataclass
class FakeSuppressions:
    """A suppression list in memory."""

    entries: dict[str, Suppression] = field(default_factory=dict)

    def add(self, suppression: Suppression) -> None:
        self.entries.setdefault(suppression_form(suppression.address), suppression)

    def among(self, addresses: tuple[str, ...]) -> frozenset[str]:
        return frozenset(item for item in addresses if suppression_form(item) in self.entries)

    def lift(self, address: str) -> bool:
        return self.entries.pop(suppression_form(address), None) is not None


@dataclass
class FakeOutbox:
    """Remembers what was put; fails with `error` when there is one."""

    put_emails: list[tuple[str, Email]] = field(default_factory=list)
    error: EmailError | None = None

    def put(self, email_id: str, email: Email) -> None:
        if self.error:
            raise self.error
        self.put_emails.append((email_id, email))


@dataclass
class FakeParcels:
    """Parcels in memory."""

    parked: dict[str, Email] = field(default_factory=dict)

    def put(self, email_id: str, content: bytes) -> None:
        self.parked[email_id] = Email.model_validate_json(content)

    def read(self, email_id: str) -> Email | None:
        return self.parked.get(email_id)

    def delete(self, email_id: str) -> None:
        self.parked.pop(email_id, None)


@dataclass
class FakeFiles:
    """A bucket in memory: key -> (etag, bytes)."""

    objects: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def find(self, key: str) -> StoredFile | None:
        if key not in self.objects:
            return None
        etag, data = self.objects[key]
        return StoredFile(len(data), etag)

    def read(self, key: str, etag: str | None, limit: int) -> bytes:
        if key not in self.objects:
            raise Rejected("attachment_missing", "gone")
        now, data = self.objects[key]
        if etag not in (None, now):
            raise Rejected("attachment_changed", "changed")
        if len(data) > limit:
            raise Rejected("attachments_too_large", "too large")
        return data


@dataclass
class FakeTemplates:
    """One template, `greeting`, which needs `name`."""

    def missing(self, use: TemplateUse) -> tuple[str, ...] | None:
        if use.name != "greeting":
            return None
        return () if "name" in use.variables else ("name",)

    def render(self, use: TemplateUse) -> Content:
        if self.missing(use) != ():
            raise Rejected("template_failed", "greeting")
        return Content("Hi", f"Hi {use.variables['name']}")


@dataclass
class FakeMailer:
    """Remembers what was sent; raises the next of `errors` instead while there are some."""

    sent: list[OutgoingMessage] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def send(self, message: OutgoingMessage) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(message)
        return f"ses-{len(self.sent)}"


def _at(now: float) -> str:
    from datetime import UTC, datetime

    text = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
