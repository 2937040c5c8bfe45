"""The e-mail API on Powertools' resolver with validation, as its documentation puts them together."""

from typing import Any

import boto3
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from mailing.models import Message, Preview, Sent
from mailing.sending import preview, send

ses = boto3.client("sesv2")
app = APIGatewayHttpResolver(enable_validation=True)


@app.get("/health")
def health() -> dict[str, str]:
    """Whether the function runs."""
    return {"status": "ok"}


@app.post("/send")
def send_message(message: Message) -> Response[Sent]:
    """Send an e-mail."""
    return Response(status_code=202, content_type="application/json", body=send(ses, message))


@app.post("/preview")
def preview_message(message: Message) -> Preview:
    """Tell what would be sent."""
    return preview(message)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """What Lambda calls."""
    return app.resolve(event, context)
