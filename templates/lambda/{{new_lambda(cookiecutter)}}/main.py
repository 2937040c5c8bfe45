"""Entry point: `{{ cookiecutter.name }}.main.main`."""

from typing import TYPE_CHECKING

from mew.core import lambda_main

if TYPE_CHECKING:
{% if cookiecutter.http %}
    from fastapi import FastAPI

{% endif %}
{% if cookiecutter.jobs %}
    from mew.jobs import Jobs

{% endif %}
    from .config import Settings
{% if cookiecutter.http %}


def _http() -> "FastAPI":
    from .endpoint.main import create_app

    return create_app()
{% endif %}
{% if cookiecutter.jobs %}


def _jobs() -> "Jobs":
    from .endpoint.jobs import jobs

    return jobs
{% endif %}


def _settings() -> "type[Settings]":
    from .config import Settings

    return Settings


{% if cookiecutter.http and cookiecutter.jobs %}
main = lambda_main(http=_http, jobs=_jobs, settings=_settings)
{% elif cookiecutter.http %}
main = lambda_main(http=_http, settings=_settings)
{% else %}
main = lambda_main(jobs=_jobs, settings=_settings)
{% endif %}
