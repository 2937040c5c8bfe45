"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from ..domain.models.error_models import EmailError
from .problems import problem_of
from .routes import emails


def create_app() -> FastAPI:
    """The application; made once for each environment, serving all stages."""
    return create_api(
        "generic_send_email",
        description="Sends e-mail: takes it, queues it, and tells what became of it.",
        routers=[emails.router],
        problems={EmailError: problem_of},
    )
