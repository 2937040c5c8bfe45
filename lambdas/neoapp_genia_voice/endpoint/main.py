"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from ..domain.models.error_models import VoiceError
from . import utils
from .problems import problem_of
from .routes import conversations, sessions, speech, transcriptions, turns


def create_app() -> FastAPI:
    """The application; made once for each environment, serving all stages."""
    return create_api(
        "neoapp_genia_voice",
        description="Speech, transcriptions and spoken conversations",
        routers=[
            speech.router,
            transcriptions.router,
            turns.router,
            conversations.router,
            sessions.router,
        ],
        problems={VoiceError: problem_of},
        ready={"database": lambda: utils.database().health()},
    )
