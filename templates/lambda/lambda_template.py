"""Checks the answers before anything is written, and says where the new lambda is made.

cookiecutter renders the name of the template's folder, `{{new_lambda(cookiecutter)}}`, before it
makes the first folder. What it gets is a folder of this run alone under `dist/`, which git and
Pants ignore: hooks/post_gen_project.py renames the finished lambda into `lambdas/` in one step, and
whatever becomes of the run, nothing else stays.
"""

import atexit
import contextlib
import keyword
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from cookiecutter.exceptions import FailedHookException  # type: ignore[import-untyped]
from jinja2 import Environment
from jinja2.ext import Extension

# AWS: CreateFunction, FunctionName.
LONGEST_NAME = 64
# Longer ones make lines that the formatter would break elsewhere.
LONGEST_SERVICE = 24
LONGEST_DESCRIPTION = 120
_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_STAGING = ".new-lambda-"


class Refused(FailedHookException):  # type: ignore[misc]
    """The answers, or the place, cannot be; cookiecutter prints the message and exits with 1."""


class LambdaTemplate(Extension):
    """Gives the template the function `new_lambda`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["new_lambda"] = new_lambda


def new_lambda(answers: MutableMapping[str, Any]) -> str:
    """The folder to make the lambda in, on the file system of `lambdas/`.

    Args:
        answers: `cookiecutter` in the template; what follows from the answers is added to it.

    Raises:
        Refused: the answers or the place cannot be; the first reason is in the message.
    """
    answers.update(_derived(answers))
    for problem in _problems(answers):
        raise Refused(f"Refused: {problem}. Nothing was written.")
    checkout = _checkout(Path(answers["_output_dir"]))
    if checkout is None:
        raise Refused(
            f"Refused: {answers['_output_dir']} is outside of a checkout (no folder above it holds "
            "pants.toml and lambdas/). Change into the repository and say it again. "
            "Nothing was written."
        )
    name = answers["name"]
    if (checkout / "lambdas" / name).exists():
        raise Refused(
            f"Refused: lambdas/{name} exists already. Choose another functionality, or remove it. "
            "Nothing was written."
        )
    return str(_staging(checkout / "dist") / name)


def _derived(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the template's files use besides the answers themselves."""
    project, functionality = answers["project"], answers["functionality"]
    service = answers["service"]
    return {
        "name": f"{project}_{functionality}",
        # Names of secrets, queues and problem types have hyphens.
        "project_hyphens": project.replace("_", "-"),
        "functionality_hyphens": functionality.replace("_", "-"),
        "service_hyphens": service.replace("_", "-"),
        "service_class": service.title().replace("_", ""),
        "database_class": answers["database"].title(),
        "stored": answers["database"] != "none",
        "served": service != "none",
    }


def _problems(answers: Mapping[str, Any]) -> Iterator[str]:
    example = "write lower-case words joined by underscores, such as send_email"
    for part in ("project", "functionality"):
        value = answers[part]
        if not value:
            yield f"{part} is empty, so the name would lack a part before or after its underscore"
        elif not _SNAKE_CASE.fullmatch(value):
            yield f"{part} {value!r} is not snake_case: {example}"
    name = answers["name"]
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name == "lambda_function":
        yield (
            f"{name} is a Python keyword, a module of the standard library or the module that "
            "Lambda starts with, and would hide it: choose another name"
        )
    if len(name) > LONGEST_NAME:
        yield f"{name} has {len(name)} characters and AWS allows {LONGEST_NAME}: shorten it"
    if not (answers["http"] or answers["jobs"]):
        yield "a lambda answers HTTP, runs jobs, or does both: say yes to at least one"
    yield from _problems_of_the_service(answers["service"])
    description = answers["description"]
    if not 1 <= len(description) <= LONGEST_DESCRIPTION or not re.fullmatch(
        r'[^"\\\x00-\x1f\x7f]*\S', description
    ):
        yield (
            f"the description is one line of 1 to {LONGEST_DESCRIPTION} characters that ends in "
            "one that shows, without double quotes and backslashes"
        )


def _problems_of_the_service(service: str) -> Iterator[str]:
    if not _SNAKE_CASE.fullmatch(service) or len(service) > LONGEST_SERVICE:
        yield (
            f"service {service!r} is not a snake_case name of at most {LONGEST_SERVICE} "
            "characters: write one such as pagarme, or none"
        )
    if service in ("postgres", "mongo", "odbc"):
        yield f"service {service!r} is a database: give it as database={service}"


def _checkout(start: Path) -> Path | None:
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "pants.toml").is_file() and (folder / "lambdas").is_dir():
            return folder
    return None


def _staging(dist: Path) -> Path:
    for left in dist.glob(f"{_STAGING}*"):
        if not _runs(left.name.removeprefix(_STAGING)):
            shutil.rmtree(left, ignore_errors=True)
    made = dist / f"{_STAGING}{os.getpid()}"
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            # ValueError: cookiecutter runs as a library, in a thread that may not do this.
            with contextlib.suppress(ValueError):
                signal.signal(number, lambda received, _: sys.exit(128 + received))
    return made


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError):
        return False
    return True
