"""Entry point: `bench_send_email.main.main`."""

from typing import TYPE_CHECKING

from mew.core import lambda_main

if TYPE_CHECKING:
    from fastapi import FastAPI

    from mew.jobs import Jobs


def _http() -> "FastAPI":
    from .endpoint.main import create_app

    return create_app()


def _jobs() -> "Jobs":
    from .endpoint.jobs import jobs

    return jobs


main = lambda_main(http=_http, jobs=_jobs)
