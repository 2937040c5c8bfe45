"""Settings: everything that differs between stages, from Secrets Manager."""

from ekans.notations import EmailAddress, HeaderText
from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    sender: EmailAddress = secret(
        "generic/{stage}/ses",
        key="sender",
        allows=("ses:SendEmail", "ses:SendRawEmail"),
        resource="ses:identity/*",
        example="no-reply@example.com",
        description="Address that mail comes from; a verified identity of SES",
    )
    sender_name: HeaderText | None = secret(
        "generic/{stage}/ses",
        key="sender_name",
        example="Example",
        description="Name shown beside the sender's address",
        default=None,
    )
    configuration_set: str | None = secret(
        "generic/{stage}/ses",
        key="configuration_set",
        allows=("ses:SendEmail", "ses:SendRawEmail"),
        resource="ses:configuration-set/generic-{stage}",
        example="generic-{stage}",
        description="Configuration set that publishes events to the topic of feedback",
        default=None,
    )
    queue_url: str = secret(
        "generic/{stage}/send-email",
        key="queue_url",
        allows=(
            "sqs:SendMessage",
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ),
        resource="sqs:generic-{stage}-send-email",
        example="http://127.0.0.1:5000/123456789012/generic-{stage}-send-email",
        description="Queue of the job send_email",
    )
    table: str = secret(
        "generic/{stage}/send-email",
        key="table",
        allows=(
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:BatchGetItem",
        ),
        resource="dynamodb:table/generic-{stage}-send-email",
        example="generic-{stage}-send-email",
        description="Table of records, idempotency keys and the suppression list",
    )
    bucket: str = secret(
        "generic/{stage}/send-email",
        key="bucket",
        # Without ListBucket, S3 answers "forbidden" for an object that is not there.
        allows=("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
        resource=("s3:generic-{stage}-send-email", "s3:generic-{stage}-send-email/*"),
        example="generic-{stage}-send-email",
        description="Bucket of attachments and of e-mails too large for the queue",
    )
