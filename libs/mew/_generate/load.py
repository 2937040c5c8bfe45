"""What a lambda declares: its settings, its HTTP API and its jobs, all loaded and none of it run."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from .._job import Job as RegisteredJob
from .._runtime import Runtime
from .._settings import Settings
from ..jobs import Jobs
from ..once import Once
from .errors import GenerateError
from .examples import check_examples
from .facts import Binding, Facts, Job, Json, OncePerKey, ProblemType, Setting

_REFERENCES = "#/components/schemas/{model}"


def load(name: str) -> Facts:
    """Import the lambda `name` and read what it declares.

    Raises GenerateError for what does not follow the pattern, and whatever the import raises.
    """
    settings = _settings_of(name)
    check_examples(name, settings)
    runtime = _runtime_of(name)
    openapi, problems = _http(name, runtime)
    jobs, job_shapes = _jobs(runtime)
    shapes = settings.model_json_schema(ref_template=_REFERENCES, mode="validation")
    return Facts(
        name=name,
        settings=tuple(_setting(settings, shapes["properties"])),
        setting_shapes=shapes.get("$defs", {}),
        openapi=openapi,
        problems=problems,
        jobs=jobs,
        job_shapes=job_shapes,
    )


def _import(name: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(f"{name}.{module}")
    except ModuleNotFoundError as error:
        if error.name != f"{name}.{module}":
            raise
        raise GenerateError(
            f"lambdas/{name}/{module}.py does not exist, and every lambda has one"
        ) from None


def _settings_of(name: str) -> type[Settings]:
    found = getattr(_import(name, "config"), "Settings", None)
    if isinstance(found, type) and issubclass(found, Settings) and found is not Settings:
        return found
    raise GenerateError(
        f"lambdas/{name}/config.py defines no class Settings(mew.config.Settings); "
        "declare one, if need be without fields"
    )


def _runtime_of(name: str) -> Runtime:
    found = getattr(_import(name, "main"), "main", None)
    if isinstance(found, Runtime):
        return found
    raise GenerateError(
        f"lambdas/{name}/main.py defines no `main = lambda_main(...)` of mew.core; "
        "it is the entry point that Lambda calls"
    )


def _setting(settings: type[Settings], shapes: Json) -> Iterator[Setting]:
    for field in settings.fields_of_secrets():
        yield Setting(
            field=field.field,
            secret=field.name,
            key=field.key,
            required=field.required,
            allows=field.allows,
            resources=field.resources,
            example=field.example,
            description=field.description,
            shape={key: value for key, value in shapes[field.field].items() if key != "mew"},
        )


def _http(name: str, runtime: Runtime) -> tuple[Json | None, tuple[ProblemType, ...]]:
    if runtime.make_http is None:
        return None, ()
    app: Any = runtime.make_http()
    if not callable(getattr(app, "openapi", None)):
        raise GenerateError(
            f"lambdas/{name}/main.py: http= gives a {type(app).__name__}, which has no openapi(); "
            "make the application with ekans.api.create_api"
        )
    return cast("Json", app.openapi()), tuple(_problems(name, app))


def _problems(name: str, app: Any) -> Iterator[ProblemType]:
    """The subclasses of those errors that the application answers as RFC 9457 problems."""
    for kind in sorted(_below(getattr(app, "exception_handlers", {})), key=_order):
        if kind.type != "about:blank":
            yield ProblemType(
                status=kind.status,
                type=kind.type,
                title=kind.title,
                about=inspect.getdoc(kind) or "",
                own=kind.__module__.startswith(f"{name}."),
            )


def _below(handled: Any) -> set[Any]:
    roots = [kind for kind in handled if isinstance(kind, type) and _is_problem(kind)]
    found: set[Any] = set()
    while roots:
        kind = roots.pop()
        found.add(kind)
        roots += kind.__subclasses__()
    return found


def _is_problem(kind: type) -> bool:
    members = {"status": int, "type": str, "title": str}
    return all(isinstance(getattr(kind, name, None), of) for name, of in members.items())


def _order(kind: Any) -> tuple[int, str, str]:
    return kind.status, kind.type, kind.__qualname__


def _jobs(runtime: Runtime) -> tuple[tuple[Job, ...] | None, Json]:
    if runtime.make_jobs is None:
        return None, {}
    registry = cast("Jobs", runtime.make_jobs())
    jobs = registry.registered()
    taking: list[tuple[str, Literal["validation"], TypeAdapter[Any]]] = [
        (job.name, "validation", TypeAdapter(kind))
        for job in jobs
        if (kind := job.payload_type()) is not None
    ]
    shapes, named = TypeAdapter.json_schemas(taking, ref_template=_REFERENCES)
    made = tuple(
        _job(job, shapes.get((job.name, "validation")), tuple(_bindings(job, registry)))
        for job in jobs
    )
    return made, cast("Json", _as_fastapi(named.get("$defs", {})))


def _bindings(job: RegisteredJob, registry: Jobs) -> Iterator[Binding]:
    schedules = registry.schedules()
    for source, what, name in registry.bindings():
        if name == job.name:
            schedule = schedules.get(what) if source == "rule" else None
            yield Binding(source=source, template=what, schedule=schedule)


def _job(job: RegisteredJob, shape: Json | None, bindings: tuple[Binding, ...]) -> Job:
    policy = job.policy
    return Job(
        name=job.name,
        about=inspect.getdoc(job.function) or "",
        shape=shape,
        bindings=bindings,
        timeout_seconds=policy.timeout_seconds,
        retry_after=policy.retry_after,
        attempts=policy.attempts,
        once=_once(policy.once),
    )


def _once(guard: object) -> OncePerKey | None:
    if not isinstance(guard, Once):
        return None
    return OncePerKey(key=guard.key, table=guard.table, seconds=guard.seconds)


def _as_fastapi(shape: object) -> object:
    """Without defaults of null, which FastAPI leaves out: the same model is then the same schema."""
    if isinstance(shape, dict):
        items = shape.items()
        return {key: _as_fastapi(part) for key, part in items if (key, part) != ("default", None)}
    return [_as_fastapi(part) for part in shape] if isinstance(shape, list) else shape
