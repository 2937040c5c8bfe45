"""What the API answers."""

from fastapi import APIRouter
from mailing.models import Message, Preview, Sent
from mailing.sending import preview, send

from mew.config import client

router = APIRouter()


@router.post("/send", status_code=202)
def send_message(message: Message) -> Sent:
    """Send an e-mail."""
    return send(client("sesv2"), message)


@router.post("/preview")
def preview_message(message: Message) -> Preview:
    """Tell what would be sent."""
    return preview(message)
