"""Settings: everything that differs between stages, from Secrets Manager."""

from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    signature: str = secret(
        "neoapp/{stage}/genia-voice",
        key="signature",
        example="The team of {stage}",
        description="Who signs the greetings",
    )
    queue_url: str = secret(
        "neoapp/{stage}/genia-voice",
        key="queue_url",
        allows=(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ),
        resource="sqs:neoapp-{stage}-genia-voice",
        example="http://127.0.0.1:5000/123456789012/neoapp-{stage}-genia-voice",
        description="Queue that brings the job greet",
    )
    database: str = secret(
        "neoapp/{stage}/genia-voice-database",
        example="mongodb://127.0.0.1:27017/neoapp_{stage}?directConnection=true",
        description="Database of the greetings: JSON as RDS writes it, or a URL",
    )
    openai_url: str = secret(
        "neoapp/{stage}/openai",
        key="url",
        example="http://127.0.0.1:8000",
        description="Where openai is, without a slash at the end",
    )
    openai_api_key: str = secret(
        "neoapp/{stage}/openai",
        key="api_key",
        example="local",
        description="Key that openai knows this lambda by",
    )
