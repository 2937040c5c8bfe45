"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from ..domain.models.error_models import GreetingError
from .problems import problem_of
from .routes import greetings


def create_app() -> FastAPI:
    """The application; made once for each environment, serving all stages."""
    return create_api(
        "neoapp_banner",
        description="Banners, their placements and schedules",
        routers=[greetings.router],
        problems={GreetingError: problem_of},
    )
