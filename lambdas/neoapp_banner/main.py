"""Entry point: `neoapp_banner.main.main`."""

from typing import TYPE_CHECKING

from mew.core import lambda_main

if TYPE_CHECKING:
    from fastapi import FastAPI

    from .config import Settings


def _http() -> "FastAPI":
    from .endpoint.main import create_app

    return create_app()


def _settings() -> "type[Settings]":
    from .config import Settings

    return Settings


main = lambda_main(http=_http, settings=_settings)
