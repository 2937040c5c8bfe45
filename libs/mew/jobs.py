"""Jobs: named functions with a typed payload, run from a queue, a topic, a bucket, a rule or directly.

    # endpoint/jobs.py
    jobs = Jobs()

    @jobs.job("send_email")
    def send_email(payload: SendEmail) -> None: ...

    @jobs.job("record_feedback", sns="generic-{stage}-ses-feedback")
    def record_feedback(payload: Feedback) -> None: ...

A queue's message and a direct event name their job; what cannot (SNS, S3, EventBridge) is bound to
it by `sns`, `s3` and `rule`. Delivery is at least once: a job must bear being run twice.
Raise `mew.errors.Retry` to have a message back, `mew.errors.PermanentFailure` when no trial can help;
any other exception fails the message too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._deliveries import Delivery
from ._invocation import current_invocation
from ._job import Job
from ._queue import enqueue
from ._stage import Stage
from .errors import StageError, UnknownJob

__all__ = ["Jobs", "enqueue"]


class Jobs:
    """A registry of jobs, by name and by what they are bound to."""

    def __init__(self) -> None:
        self._named: dict[str, Job] = {}
        self._bound: dict[tuple[str, str], Job] = {}

    def job[F: Callable[..., Any]](
        self,
        name: str,
        *,
        sns: str | None = None,
        s3: str | None = None,
        rule: str | None = None,
    ) -> Callable[[F], F]:
        """Register the decorated function, which may be `async`, under `name`.

        Its one parameter's annotation is the payload's type, a pydantic model or whatever pydantic
        validates; a function without parameters takes no payload.
        sns, s3, rule: template of the topic's, bucket's or EventBridge rule's (or schedule's) name,
        such as `generic-{stage}-ses-feedback`, whose deliveries run this job. Their payload is the
        SNS message, the S3 record made flat (`bucket`, `key`, `size`, ...) or the rule's `detail`.
        Raises ValueError for a name or a template that is taken, TypeError for a wrong signature.
        """
        bindings = {"sns": sns, "s3": s3, "rule": rule}

        def register(function: F) -> F:
            made = Job(name, function)
            if taken := self._named.get(name):
                raise ValueError(f"the job {name!r} is both {taken.where} and {made.where}")
            self._named[name] = made
            for source, template in bindings.items():
                if template is None:
                    continue
                if other := self._bound.get((source, template)):
                    raise ValueError(
                        f"{source}={template!r} is bound to both {other.name!r} and {name!r}"
                    )
                self._bound[source, template] = made
            return function

        return register

    def names(self) -> tuple[str, ...]:
        """The names of all jobs, in the order of their registration."""
        return tuple(self._named)

    def bindings(self) -> tuple[tuple[str, str, str], ...]:
        """Of each binding: source (`sns`, `s3`, `rule`), template and the job's name."""
        return tuple((source, what, job.name) for (source, what), job in self._bound.items())

    def run(self, delivery: Delivery) -> Any:
        """Run the job that `delivery` is for and return what it returns, as JSON values.

        Raises UnknownJob, InvalidPayload, StageError for what another stage sent, and whatever the
        job raises.
        """
        stage = current_invocation().stage
        if delivery.stage is not None and delivery.stage != stage:
            raise StageError(
                f"a message of another stage than {stage} is refused; "
                f"its sender must use a queue of its own stage"
            )
        return self._find(delivery, stage).run(delivery.payload)

    def _find(self, delivery: Delivery, stage: Stage) -> Job:
        if delivery.source == "job":
            if job := self._named.get(delivery.name):
                return job
            known = ", ".join(self._named) or "none"
            name = delivery.name[:60]
            raise UnknownJob(f"no job is called {name!r}; registered are: {known}", job=name)
        for (source, template), job in self._bound.items():
            if source == delivery.source and template.replace("{stage}", stage) == delivery.name:
                return job
        known = ", ".join(what for source, what in self._bound if source == delivery.source)
        raise UnknownJob(
            f"nothing is bound to {delivery.source} {delivery.name!r} at the stage {stage}; "
            f"bound are: {known or 'none'}"
        )
