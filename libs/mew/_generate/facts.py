"""What is known of a lambda once its code is loaded: the documents are written from this alone.

It crosses from the process that loads the lambda to the one that writes, as JSON.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

type Json = dict[str, Any]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Setting(_Fact):
    """A field of the settings. `shape` is its type as JSON Schema."""

    field: str
    secret: str
    key: str | None
    required: bool
    allows: tuple[str, ...]
    resources: tuple[str, ...]
    example: str | None
    description: str | None
    shape: Json


class Binding(_Fact):
    """What brings deliveries to a job. `source` is `sns`, `s3` or `rule`; `schedule` is the rule's."""

    source: str
    template: str
    schedule: str | None = None


class OncePerKey(_Fact):
    """How a job is kept from having its effect twice; see `mew.jobs.Once`."""

    key: str
    table: str
    seconds: int


class Job(_Fact):
    """A job. `shape` is its payload as JSON Schema, or None when it takes none."""

    name: str
    about: str
    shape: Json | None
    bindings: tuple[Binding, ...]
    timeout_seconds: float | None
    retry_after: tuple[int, ...]
    attempts: int | None
    once: OncePerKey | None


class ProblemType(_Fact):
    """A type of RFC 9457 problem. `own`: declared by the lambda itself, not shared by all."""

    status: int
    type: str
    title: str
    about: str
    own: bool


class Facts(_Fact):
    """All of a lambda. `openapi` is None without HTTP, `jobs` is None without jobs."""

    name: str
    settings: tuple[Setting, ...]
    setting_shapes: Json
    openapi: Json | None
    problems: tuple[ProblemType, ...]
    jobs: tuple[Job, ...] | None
    job_shapes: Json


class Outcome(_Fact):
    """What the process that loads the lambda has to say: facts, or why there are none."""

    facts: Facts | None = None
    error: str | None = None
