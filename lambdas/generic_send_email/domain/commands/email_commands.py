"""Handing in an e-mail, and asking what became of it."""

import uuid
from dataclasses import dataclass

from ..models.delivery_models import Acceptance, EmailRecord, Status
from ..models.email_models import Attachment, Email
from ..models.error_models import BrokenRule, BrokenRules, UnknownEmail
from ..operations.email_operations import (
    attachment_size_rules,
    broken_rules,
    fingerprint,
    recipients,
)
from ..ports import Clock, Emails, Files, Keys, Outbox, Templates


@dataclass(frozen=True, slots=True)
class AcceptPorts:
    """What `AcceptEmail` needs."""

    keys: Keys
    emails: Emails
    outbox: Outbox
    files: Files
    templates: Templates
    clock: Clock


@dataclass(frozen=True, slots=True)
class AcceptEmail:
    """Take an e-mail and have it sent, once for each idempotency key.

    Args:
        email: what is to be sent.
        idempotency_key: the caller's name for this request; None for a request that is new
            whatever else was sent.
    """

    email: Email
    idempotency_key: str | None = None

    def execute(self, ports: AcceptPorts) -> Acceptance:
        """Raises BrokenRules, KeyReused or TryLater.

        Whoever comes with a key that was used finds the first one's e-mail. If that is recorded
        but perhaps not queued (the first one died, or is just doing it), it is queued again: the
        claim that a job makes before it sends keeps two queued copies from being two messages.
        """
        rules = broken_rules(self.email)
        if rules:
            raise BrokenRules(rules)
        print_ = fingerprint(self.email)
        now = ports.clock()
        try:
            email = self._complete(ports)
        except BrokenRules:
            # A replay is answered as the first time, even if the attached object is gone by now.
            known = self.idempotency_key and ports.keys.find(self.idempotency_key, print_, now)
            record = ports.emails.get(known) if known else None
            if record is None or record.status is Status.ACCEPTED:
                raise
            return Acceptance(record.id, record.status, replayed=True)
        new_id = email_id = uuid.uuid4().hex
        if self.idempotency_key is not None:
            email_id = ports.keys.reserve(self.idempotency_key, print_, new_id, now)
        record = ports.emails.create(email_id, recipients(email), now)
        status = record.status
        if status is Status.ACCEPTED:
            ports.outbox.put(email_id, email)
            ports.emails.mark_queued(email_id, now)
            status = Status.QUEUED
        return Acceptance(email_id, status, replayed=email_id != new_id)

    def _complete(self, ports: AcceptPorts) -> Email:
        rules = self._template_rules(ports.templates)
        total = 0
        attachments: list[Attachment] = []
        for index, attachment in enumerate(self.email.attachments):
            total += len(attachment.content or b"")
            if attachment.key is not None:
                stored = ports.files.find(attachment.key)
                place = ("attachments", index, "key")
                if stored is None:
                    rules.append(BrokenRule(place, "attachment", "nothing lies under this key"))
                elif attachment.etag not in (None, stored.etag):
                    message = "what lies under this key has another etag"
                    rules.append(BrokenRule(place, "attachment", message))
                else:
                    total += stored.size
                    attachment = attachment.model_copy(update={"etag": stored.etag})
            attachments.append(attachment)
        rules += attachment_size_rules(total)
        if rules:
            raise BrokenRules(tuple(rules))
        return self.email.model_copy(update={"attachments": tuple(attachments)})

    def _template_rules(self, templates: Templates) -> list[BrokenRule]:
        use = self.email.template
        if use is None:
            return []
        missing = templates.missing(use)
        if missing is None:
            return [BrokenRule(("template", "name"), "template", "there is no such template")]
        return [
            BrokenRule(("template", "variables", name), "template", "the template needs it")
            for name in missing
        ]


@dataclass(frozen=True, slots=True)
class ReadEmail:
    """Ask what became of an e-mail."""

    id: str

    def execute(self, emails: Emails) -> EmailRecord:
        """Raises UnknownEmail or TryLater."""
        record = emails.get(self.id)
        if record is None:
            raise UnknownEmail(self.id)
        return record
