"""The e-mail API on Chalice, with pydantic for what Chalice does not check."""

import boto3
from chalice import Chalice, Response
from mailing.models import Message
from mailing.sending import preview, send
from pydantic import ValidationError

ses = boto3.client("sesv2")
app = Chalice(app_name="bench_send_email")


def _message() -> Message:
    return Message.model_validate_json(app.current_request.raw_body)


def _refusal(error: ValidationError) -> Response:
    return Response({"detail": error.errors(include_url=False, include_context=False)}, {}, 422)


@app.route("/health")
def health() -> dict[str, str]:
    """Whether the function runs."""
    return {"status": "ok"}


@app.route("/send", methods=["POST"])
def send_message() -> Response:
    """Send an e-mail."""
    try:
        message = _message()
    except ValidationError as error:
        return _refusal(error)
    return Response(send(ses, message).model_dump(), status_code=202)


@app.route("/preview", methods=["POST"])
def preview_message() -> Response:
    """Tell what would be sent."""
    try:
        message = _message()
    except ValidationError as error:
        return _refusal(error)
    return Response(preview(message).model_dump(), status_code=200)
