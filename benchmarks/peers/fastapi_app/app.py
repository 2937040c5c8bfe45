"""The e-mail API on FastAPI and Mangum alone, as their documentation puts them together."""

import boto3
from fastapi import FastAPI
from mailing.models import Message, Preview, Sent
from mailing.sending import preview, send
from mangum import Mangum

ses = boto3.client("sesv2")
app = FastAPI(title="bench_send_email")


@app.get("/health")
def health() -> dict[str, str]:
    """Whether the function runs."""
    return {"status": "ok"}


@app.post("/send", status_code=202)
def send_message(message: Message) -> Sent:
    """Send an e-mail."""
    return send(ses, message)


@app.post("/preview")
def preview_message(message: Message) -> Preview:
    """Tell what would be sent."""
    return preview(message)


handler = Mangum(app, lifespan="off")
