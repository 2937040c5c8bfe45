"""What every peer does with an e-mail.

Source of the request: "Amazon SES API v2 Reference", SendEmail.
"""

from typing import Any

from .models import Message, Preview, Sent

SENDER = "no-reply@example.com"


def send(client: Any, message: Message) -> Sent:
    """Hands the e-mail to SES, by a boto3 client of `sesv2`."""
    answer = client.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": message.to},
        ReplyToAddresses=[message.reply_to] if message.reply_to else [],
        Content={
            "Simple": {
                "Subject": {"Data": message.subject},
                "Body": {"Text": {"Data": message.text}},
            }
        },
        EmailTags=[{"Name": name, "Value": value} for name, value in message.tags.items()],
    )
    return Sent(id=answer["MessageId"])


def preview(message: Message) -> Preview:
    """What would be sent; asks nobody."""
    return Preview(
        recipients=len(message.to),
        subject=message.subject,
        bytes=len(message.text.encode()),
    )
