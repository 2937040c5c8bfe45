"""Jobs: named functions with a typed payload, run from a queue, a topic, a bucket, a rule or directly.

    # endpoint/jobs.py
    jobs = Jobs()

    @jobs.job("send_email", timeout_seconds=20, retry_after=(30, 300))
    def send_email(payload: SendEmail) -> None: ...

    @jobs.job("record_feedback", sns="generic-{stage}-ses-feedback")
    def record_feedback(payload: Feedback) -> None: ...

    @jobs.job("reconcile", rule="neoapp-{stage}-payment-reconcile", schedule="rate(1 minute)")
    def reconcile() -> None: ...

A queue's message and a direct event name their job; what cannot (SNS, S3, EventBridge) is bound to
it by `sns`, `s3` and `rule`. Delivery is at least once: a job must bear being run twice, or say
`once=Once(...)` (`mew.once`). Raise `mew.errors.Retry` to have a message back, `mew.errors.PermanentFailure`
when no trial can help; any other exception fails the message too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ._batch import enqueue_batch
from ._deliveries import Delivery
from ._invocation import current_invocation
from ._job import Guard, Job, Policy
from ._poison import Poison, bury
from ._queue import enqueue
from ._stage import Stage
from .errors import StageError, UnknownJob

if TYPE_CHECKING:
    from ._events import Shape

__all__ = ["Jobs", "Poison", "bury", "enqueue", "enqueue_batch"]


class Jobs:
    """A registry of jobs, by name and by what they are bound to.

    on_poison: called for a message of a queue that can never succeed (an invalid payload, another
    stage's message, a PermanentFailure, `attempts` used up). When it returns, the message counts
    as done; without it, or when it raises, the message fails and the queue's redrive policy decides.
    """

    def __init__(self, *, on_poison: Callable[[Poison], None] | None = None) -> None:
        self.on_poison = on_poison
        self._named: dict[str, Job] = {}
        self._bound: dict[tuple[str, str], Job] = {}
        self._schedules: dict[str, str] = {}

    def job[F: Callable[..., Any]](
        self,
        name: str,
        *,
        sns: str | None = None,
        s3: str | None = None,
        rule: str | None = None,
        schedule: str | None = None,
        timeout_seconds: float | None = None,
        retry_after: Sequence[int] = (),
        attempts: int | None = None,
        once: Guard | None = None,
    ) -> Callable[[F], F]:
        """Register the decorated function, which may be `async`, under `name`.

        Its one parameter's annotation is the payload's type, a pydantic model or whatever pydantic
        validates; a function without parameters takes no payload.
        sns, s3, rule: template of the topic's, bucket's or EventBridge rule's (or schedule's) name,
        such as `generic-{stage}-ses-feedback`, whose deliveries run this job. Their payload is the
        SNS message, the S3 record made flat (`bucket`, `key`, `size`, ...) or the rule's `detail`.
        schedule: when the rule runs the job, `rate(5 minutes)` or `cron(30 9 * * ? *)`: for whoever
        makes the rule (locally `mew.setup_env`). A rule without one has a pattern, or is made elsewhere.
        timeout_seconds: after it the job is ended with JobTimeout; from a queue it is in any case
        ended shortly before the invocation is.  retry_after: seconds that a failed message of a
        queue stays hidden, by how often it was received; the last one repeats.  attempts: how often
        it is received before it is poison.  once: one effect per key, a `mew.once.Once`.
        Raises ValueError for a name or a template that is taken and for a schedule that no rule
        takes, TypeError for a wrong signature.
        """
        if schedule is not None:
            # Imported where it is declared: most lambdas have no schedule.
            from ._schedule import check_schedule

            check_schedule(name, rule, schedule)
        bindings = {"sns": sns, "s3": s3, "rule": rule}
        policy = Policy(timeout_seconds, tuple(retry_after), attempts, once)

        def register(function: F) -> F:
            self._register(Job(name, function, policy), bindings)
            if rule is not None and schedule is not None:
                self._schedules[rule] = schedule
            return function

        return register

    def _register(self, made: Job, bindings: dict[str, str | None]) -> None:
        wanted = {(source, what): made for source, what in bindings.items() if what is not None}
        if taken := self._named.get(made.name):
            raise ValueError(f"the job {made.name!r} is both {taken.where} and {made.where}")
        for source, template in wanted:
            if other := self._bound.get((source, template)):
                raise ValueError(
                    f"{source}={template!r} is bound to both {other.name!r} and {made.name!r}"
                )
        self._named[made.name] = made
        self._bound |= wanted

    def names(self) -> tuple[str, ...]:
        """The names of all jobs, in the order of their registration."""
        return tuple(self._named)

    def registered(self) -> tuple[Job, ...]:
        """All jobs, in the order of their registration."""
        return tuple(self._named.values())

    def bindings(self) -> tuple[tuple[str, str, str], ...]:
        """Of each binding: source (`sns`, `s3`, `rule`), template and the job's name."""
        return tuple((source, what, job.name) for (source, what), job in self._bound.items())

    def schedules(self) -> dict[str, str]:
        """When each rule that has a schedule runs its job, by the rule's template."""
        return dict(self._schedules)

    def serve(self, shape: type[Shape], event: Any) -> tuple[Any, dict[str, Any]]:
        """Run what an event that is no HTTP asks for: see `mew.core.lambda_main`."""
        from ._dispatch import dispatch

        return dispatch(self, shape, event)

    def run(self, delivery: Delivery) -> Any:
        """Run the job that `delivery` is for and return what it returns, as JSON values.

        Raises what `find` raises, InvalidPayload, JobTimeout, and whatever the job raises.
        """
        return self.find(delivery).run(delivery.payload)

    def find(self, delivery: Delivery) -> Job:
        """The job that `delivery` is for.

        Raises UnknownJob, and StageError for what another stage sent.
        """
        stage = current_invocation().stage
        if delivery.stage is not None and delivery.stage != stage:
            raise StageError(
                f"a message of another stage than {stage} is refused; "
                f"its sender must use a queue of its own stage"
            )
        if delivery.source == "job":
            return self._find_named(delivery.name)
        return self._find_bound(delivery.source, delivery.name, stage)

    def _find_named(self, name: str) -> Job:
        if job := self._named.get(name):
            return job
        known = ", ".join(self._named) or "none"
        name = name[:60]
        raise UnknownJob(f"no job is called {name!r}; registered are: {known}", job=name)

    def _find_bound(self, source: str, name: str, stage: Stage) -> Job:
        for (kind, template), job in self._bound.items():
            if kind == source and template.replace("{stage}", stage) == name:
                return job
        known = ", ".join(what for kind, what in self._bound if kind == source)
        raise UnknownJob(
            f"nothing is bound to {source} {name!r} at the stage {stage}; "
            f"bound are: {known or 'none'}"
        )
