"""Settings: everything that differs between stages, from Secrets Manager."""

from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    signature: str = secret(
        "neoapp/{stage}/payment",
        key="signature",
        example="The team of {stage}",
        description="Who signs the greetings",
    )
    queue_url: str = secret(
        "neoapp/{stage}/payment",
        key="queue_url",
        allows=(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ),
        resource="sqs:neoapp-{stage}-payment",
        example="http://127.0.0.1:5000/123456789012/neoapp-{stage}-payment",
        description="Queue that brings the job greet",
    )
    database: str = secret(
        "neoapp/{stage}/payment-database",
        example="postgresql://postgres@127.0.0.1:5432/neoapp_payment_{stage}",
        description="Database of the greetings: JSON as RDS writes it, or a URL",
    )
    pagarme_url: str = secret(
        "neoapp/{stage}/pagarme",
        key="url",
        example="http://127.0.0.1:8000",
        description="Where pagarme is, without a slash at the end",
    )
    pagarme_api_key: str = secret(
        "neoapp/{stage}/pagarme",
        key="api_key",
        example="local",
        description="Key that pagarme knows this lambda by",
    )
