"""The rules for what may be sent, and to whom."""

import hashlib

from ekans.helpers import canonical_json
from ekans.notations import suppression_form

from ..models.delivery_models import Envelope
from ..models.email_models import (
    ATTACHMENT_PREFIX,
    MAX_ATTACHMENT_BYTES,
    MAX_RECIPIENTS,
    Attachment,
    Email,
)
from ..models.error_models import BrokenRule

RESERVED_TAGS = frozenset({"email_id"})


def broken_rules(email: Email) -> tuple[BrokenRule, ...]:
    """Every rule between the fields of an e-mail that it breaks; empty when it may be sent."""
    return (
        *_recipient_rules(email),
        *_content_rules(email),
        *_attachment_rules(email.attachments),
        *_tag_rules(email),
    )


def _recipient_rules(email: Email) -> list[BrokenRule]:
    count = len(email.to) + len(email.cc) + len(email.bcc)
    if count == 0:
        return [BrokenRule((), "recipients", "nobody is named in to, cc or bcc")]
    if count > MAX_RECIPIENTS:
        message = f"to, cc and bcc name {count} recipients; at most {MAX_RECIPIENTS} are allowed"
        return [BrokenRule((), "recipients", message)]
    return []


def _content_rules(email: Email) -> list[BrokenRule]:
    rules = []
    if email.template is not None:
        for name in ("text", "html"):
            if getattr(email, name) is not None:
                message = f"{name} and template exclude each other: the template makes the bodies"
                rules.append(BrokenRule((name,), "content", message))
        return rules
    if email.subject is None:
        rules.append(BrokenRule(("subject",), "content", "a subject is needed without a template"))
    if email.text is None and email.html is None:
        rules.append(BrokenRule((), "content", "text, html or template is needed"))
    return rules


def _attachment_rules(attachments: tuple[Attachment, ...]) -> list[BrokenRule]:
    rules = []
    for index, attachment in enumerate(attachments):
        place = ("attachments", index)
        if (attachment.content is None) == (attachment.key is None):
            rules.append(
                BrokenRule(place, "attachment", "exactly one of content and key is needed")
            )
        if attachment.key is not None and not _is_attachable(attachment.key):
            message = f"a key begins with '{ATTACHMENT_PREFIX}' and has no empty, '.' or '..' part"
            rules.append(BrokenRule((*place, "key"), "attachment", message))
        if attachment.etag is not None and attachment.key is None:
            rules.append(BrokenRule((*place, "etag"), "attachment", "an etag belongs to a key"))
        if attachment.content_type.partition("/")[0] in ("multipart", "message"):
            # Their parts are headers of their own; RFC 2046 forbids encoding them.
            message = "a multipart or message type cannot be attached: use application/octet-stream"
            rules.append(BrokenRule((*place, "content_type"), "attachment", message))
    rules += attachment_size_rules(sum(len(item.content or b"") for item in attachments))
    return rules


def _is_attachable(key: str) -> bool:
    parts = key.removeprefix(ATTACHMENT_PREFIX).split("/")
    return key.startswith(ATTACHMENT_PREFIX) and not {"", ".", ".."} & set(parts)


def attachment_size_rules(total: int) -> list[BrokenRule]:
    """The rule on the size of all attachments together (`total`, in bytes)."""
    if total <= MAX_ATTACHMENT_BYTES:
        return []
    message = f"the attachments have {total} bytes; at most {MAX_ATTACHMENT_BYTES} are allowed"
    return [BrokenRule(("attachments",), "attachments_too_large", message)]


def _tag_rules(email: Email) -> list[BrokenRule]:
    return [
        BrokenRule(("tags", name), "tag", "this tag is reserved")
        for name in email.tags
        if name in RESERVED_TAGS
    ]


def recipients(email: Email) -> tuple[str, ...]:
    """Everybody whom the e-mail names, each once, in the spelling that comes first."""
    return envelope(email, frozenset()).everybody()


def envelope(email: Email, suppressed: frozenset[str]) -> Envelope:
    """Whom it really goes to: nobody twice, and nobody of `suppressed`.

    Who is named both openly and hidden is named openly.
    """
    seen = {suppression_form(address) for address in suppressed}

    def first_time(addresses: tuple[str, ...]) -> tuple[str, ...]:
        kept = []
        for address in addresses:
            form = suppression_form(address)
            if form not in seen:
                seen.add(form)
                kept.append(address)
        return tuple(kept)

    return Envelope(first_time(email.to), first_time(email.cc), first_time(email.bcc))


def fingerprint(email: Email) -> str:
    """What two requests must share to be the same request: 64 hex digits.

    Spelling that means nothing (order of keys, white space, a field left out or given its
    default) makes no difference.
    """
    return hashlib.sha256(canonical_json(email.model_dump(mode="json"))).hexdigest()
