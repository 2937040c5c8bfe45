"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from ..domain.models.error_models import BannerError
from ..domain.models.image_models import MAX_IMAGE_BYTES
from . import utils
from .problems import problem_of
from .routes import banners, editor_banners, editor_images, editor_schedules


def create_app() -> FastAPI:
    """The application; made once for each environment, serving all stages."""
    return create_api(
        "neoapp_banner",
        description="Banners, their placements and schedules",
        routers=[
            banners.router,
            editor_banners.router,
            editor_schedules.router,
            editor_images.router,
        ],
        problems={BannerError: problem_of},
        ready={"database": utils.database_health},
        cors=utils.cors,
        max_body_bytes=MAX_IMAGE_BYTES,
    )
