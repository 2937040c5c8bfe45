"""The HTTP API."""

from fastapi import FastAPI

from ekans.api import create_api

from ..domain.models.error_models import PaymentError
from .problems import problem_of
from .routes import installments, payments, webhooks


def create_app() -> FastAPI:
    """The application; made once for each environment, serving all stages."""
    return create_api(
        "neoapp_payment",
        description="Payments by PIX, boleto and card, their refunds, and installments.",
        routers=[payments.router, installments.router, webhooks.router],
        problems={PaymentError: problem_of},
    )
