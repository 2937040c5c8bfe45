"""The jobs of a lambda: what each takes, what brings it, how often it is tried."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Facts, Job
from .markdown import as_json, code, listed, prose, table
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
    shapes = Shapes(facts.job_shapes)
    for job in facts.jobs:
        yield from _job(facts, job, shapes)
    names = shapes.models(*(job.shape for job in facts.jobs if job.shape is not None))
    if names:
        yield "### Models of the payloads"
    for name in names:
        yield from shapes.section(name, 4)


def _job(facts: Facts, job: Job, shapes: Shapes) -> Iterator[str]:
    yield f"### Job {job.name}"
    yield prose(job.about)
    yield table(("", ""), [(what, said) for what, said in _lines(facts, job, shapes) if said])
    if not job.bindings:
        payload = {} if job.shape is None else Samples(shapes).of(job.shape)
        yield as_json({"job": job.name, "payload": payload})


def _lines(facts: Facts, job: Job, shapes: Shapes) -> Iterator[tuple[str, str]]:
    by_name = [f"SQS {code(one.name)}" for one in triggers(facts) if one.job is None]
    bound = [f"{_SOURCES[one.source]} {code(one.template)}" for one in job.bindings]
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
        table_name = code(job.once.table)
        kept = f"remembered for {job.once.seconds} s in the table {table_name}"
        yield "One effect per", f"{code(job.once.key)} of the payload, {kept}"
