"""The jobs of a lambda: what each takes, what brings it, how often it is tried."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Binding, Facts, Job
from .markdown import as_json, code, listed, prose
from .samples import Samples
from .shapes import Shapes
from .triggers import triggers

_SOURCES = {"rule": "EventBridge", "s3": "S3", "sns": "SNS", "sqs": "SQS"}


def job_blocks(facts: Facts) -> Iterator[str]:
    """The section on jobs."""
    yield "## Jobs"
    if not facts.jobs:
        yield "None."
        return
    yield (
        "By its name a job is run with this event, sent directly or, by `mew.jobs.enqueue`, through "
        'a queue: `{"job": "<name>", "payload": <payload>}`. Delivery is at least once.'
    )
    there = (facts.openapi or {}).get("components", {}).get("schemas", {})
    shapes = Shapes(facts.job_shapes, ("api_reference.md", there))
    told: set[str] = set()
    for job in facts.jobs:
        yield from _job(facts, job, shapes)
        name = None if job.shape is None else shapes.model(job.shape)
        if name is not None and name not in told:
            told.add(name)
            yield from shapes.section(name, 4)
    models = shapes.models(*(job.shape for job in facts.jobs if job.shape is not None))
    if names := [name for name in models if name not in told]:
        yield "### Models of payloads"
    for name in names:
        yield from shapes.section(name, 4)


def _job(facts: Facts, job: Job, shapes: Shapes) -> Iterator[str]:
    yield f"### Job {job.name}"
    yield prose(job.about)
    yield "\n".join(f"- **{what}**: {said}" for what, said in _lines(facts, job, shapes))
    if not job.bindings:
        event = {"job": job.name}
        taken = {} if job.shape is None else {"payload": Samples(shapes).of(job.shape)}
        yield as_json(event | taken)


def _lines(facts: Facts, job: Job, shapes: Shapes) -> Iterator[tuple[str, str]]:
    by_name = [f"SQS {code(one.name)}" for one in triggers(facts) if one.job is None]
    bound = [f"{_SOURCES[one.source]} {code(one.template)}{_when(one)}" for one in job.bindings]
    yield "Run by", listed([*bound, *by_name, "direct invocation"], "or")
    rules = [] if job.shape is None else shapes.rules(job.shape)
    words = "none" if job.shape is None else shapes.words(job.shape)
    yield "Payload", "; ".join([words, *rules])
    if job.timeout_seconds is not None:
        yield "Timeout", f"{job.timeout_seconds:g} s, or shortly before the invocation ends"
    if job.retry_after:
        waits = listed([f"{seconds} s" for seconds in job.retry_after], "then")
        yield "Retried from a queue after", f"{waits}, and so on"
    if job.attempts is not None:
        yield "Given up after", f"{job.attempts} receipts"
    if job.once is not None:
        where = (
            f"in the table {code(job.once.table)} (string key `id`, time to live on `expiration`)"
        )
        kept = f"remembered for {job.once.seconds} s {where}"
        yield "One effect per", f"{code(job.once.key)} of the payload, {kept}"


def _when(one: Binding) -> str:
    return f" ({code(one.schedule)})" if one.schedule else ""
