"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from .routes import messages


def create_app() -> FastAPI:
    """The application; made once for each environment."""
    return create_api("bench_send_email", routers=[messages.router])
