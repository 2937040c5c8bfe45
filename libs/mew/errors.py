"""Every error that mew raises on purpose.

MewError
├── StageError           no stage, or something that belongs to another stage
├── EventError           the event is of no known shape, or this lambda does not take it
├── StartupError         the HTTP application refused to start
├── SettingsError        a setting cannot be had (carries stage, secret and key)
│   ├── SecretMissing        the secret, or the key inside it, does not exist
│   ├── SecretForbidden      the lambda's role may not read it
│   ├── SecretUnavailable    Secrets Manager does not answer, or throttles
│   └── SecretMalformed      what the secret holds is not what the field declares
└── JobError             a job cannot be run or cannot be enqueued (carries the job's name)
    ├── UnknownJob           nothing is registered under that name or for that source
    ├── InvalidPayload       the payload does not fit the job's payload type
    ├── EnqueueError         the queue did not take the message
    ├── JobTimeout           the job ran longer than it may
    ├── Retry                raised by a job: put the message back
    └── PermanentFailure     raised by a job: this message can never succeed

No message of this tree holds a value of a secret or of a payload: they name stages, secrets, keys,
fields and resources, so that they may be logged as they are.
"""

from __future__ import annotations

__all__ = [
    "EnqueueError",
    "EventError",
    "InvalidPayload",
    "JobError",
    "JobTimeout",
    "MewError",
    "PermanentFailure",
    "Retry",
    "SecretForbidden",
    "SecretMalformed",
    "SecretMissing",
    "SecretUnavailable",
    "SettingsError",
    "StageError",
    "StartupError",
    "UnknownJob",
]


class MewError(Exception):
    """Root of the tree: `except MewError` catches whatever mew raises on purpose."""


class StageError(MewError):
    """The invocation names no stage, or touches something of another stage."""


class EventError(MewError):
    """The event has no known shape, or this lambda does not take events of that shape."""


class StartupError(MewError):
    """The HTTP application reported `lifespan.startup.failed`."""


class SettingsError(MewError):
    """A setting cannot be had.

    Attributes: `stage`, `secret` (its full name) and `key` (of its JSON, or None).
    """

    def __init__(
        self,
        message: str,
        *,
        stage: str | None = None,
        secret: str | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(message)
        self.stage = stage
        self.secret = secret
        self.key = key


class SecretMissing(SettingsError):
    """The secret, or the key inside it, does not exist (or is scheduled for deletion)."""


class SecretForbidden(SettingsError):
    """The role may not call GetSecretValue on the secret, or may not use its KMS key."""


class SecretUnavailable(SettingsError):
    """Secrets Manager did not answer in time, or went on throttling, and no earlier value is kept."""


class SecretMalformed(SettingsError):
    """The secret is there but is not what the field declares: no JSON, no text, a wrong type."""


class JobError(MewError):
    """A job cannot be run or enqueued. Attribute: `job`, the job's name (or None)."""

    def __init__(self, message: str, *, job: str | None = None) -> None:
        super().__init__(message)
        self.job = job


class UnknownJob(JobError):
    """No job is registered under that name, or bound to that topic, bucket or rule."""


class InvalidPayload(JobError):
    """The payload does not fit the job's payload type. The message names fields, never values."""


class EnqueueError(JobError):
    """The queue did not take a message.

    Attributes: `failed` (positions, from 0, of what was not sent) and `message_ids` (position ->
    id of what was): in a batch the caller knows exactly what is left to do.
    """

    def __init__(
        self,
        message: str,
        *,
        job: str | None = None,
        failed: tuple[int, ...] = (),
        message_ids: dict[int, str] | None = None,
    ) -> None:
        super().__init__(message, job=job)
        self.failed = failed
        self.message_ids = dict(message_ids or {})


class JobTimeout(JobError):
    """The job ran longer than its `timeout_seconds`, or than the invocation has left."""


class Retry(JobError):
    """Raise it inside a job to have the message delivered again. Its message is logged.

    after_seconds: how long the message stays hidden (0 to 43,200 s); None leaves the queue's own
    visibility timeout. Outside SQS the error propagates and the caller's retry policy decides.
    """

    def __init__(
        self, message: str, *, job: str | None = None, after_seconds: int | None = None
    ) -> None:
        super().__init__(message, job=job)
        self.after_seconds = after_seconds


class PermanentFailure(JobError):
    """Raise it inside a job when this message can never succeed, however often it is tried.

    Its message is logged and recorded: let it name fields and states, not values.
    """
