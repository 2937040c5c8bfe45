"""How things are named in this lambda's table and bucket.

One table holds four kinds of items, told apart by the prefix of their only key, `pk`.
"""

import hashlib


def email_pk(email_id: str) -> str:
    """The record of an e-mail."""
    return f"email#{email_id}"


def message_pk(message_id: str) -> str:
    """Which e-mail the mailer's message id belongs to."""
    return f"message#{message_id}"


def suppression_pk(form: str) -> str:
    """A suppressed address, in `ekans.notations.suppression_form`."""
    return f"suppressed#{form}"


def idempotency_pk(key: str) -> str:
    """An idempotency key; hashed, since callers put whatever they like into it."""
    return f"key#{hashlib.sha256(key.encode()).hexdigest()}"


def parcel_key(email_id: str) -> str:
    """The object in which an e-mail waits that is too large for the queue."""
    return f"parcels/{email_id}.json"
