"""Settings: everything that differs between stages, from Secrets Manager."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ekans.auth import StoredKey
from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    database: str = secret(
        "neoapp/{stage}/payment-database",
        example="postgresql://postgres@127.0.0.1:5432/neoapp_payment_{stage}",
        description="Database of the payments: JSON as RDS writes it, or a URL",
    )
    cursor_keys: tuple[str, ...] = secret(
        "neoapp/{stage}/payment",
        key="cursor_keys",
        example='["local-key-of-32-characters-or-more-{stage}"]',
        description="Keys that sign the cursors of lists, 32 characters or more; the first signs",
    )
    installments_max: Annotated[int, Field(ge=1, le=18)] = secret(
        "neoapp/{stage}/payment",
        key="installments_max",
        example="12",
        description="The most installments that are offered: 12 or 18",
        default=12,
    )
    installments_interest_free: Annotated[int, Field(ge=0, le=18)] = secret(
        "neoapp/{stage}/payment",
        key="installments_interest_free",
        example="3",
        description="Up to how many installments cost nothing",
        default=3,
    )
    installments_monthly_rate: Annotated[Decimal, Field(ge=0, le=1)] = secret(
        "neoapp/{stage}/payment",
        key="installments_monthly_rate",
        example="0.0199",
        description="Interest of all others, a month: 0.0199 is 1.99%",
        default=Decimal("0.0199"),
    )
    pagarme_url: str = secret(
        "neoapp/{stage}/pagarme",
        key="url",
        example="http://127.0.0.1:8000/core/v5",
        description="Where Pagar.me is, without a slash at the end",
    )
    pagarme_secret_key: str = secret(
        "neoapp/{stage}/pagarme",
        key="secret_key",
        example="sk_test_0123456789abcdef",
        description="Secret key of the stage's account at Pagar.me",
    )
    webhook_keys: tuple[StoredKey, ...] = secret(
        "neoapp/{stage}/pagarme",
        key="webhook_keys",
        # What `new_basic` stores of the user `pagarme` and the password `local`.
        example='[{"name": "pagarme", "sha256": "b39c4e316e7044d6ad2dc82ed2915e590a5b2c2c94327e56f759839e792e24e6"}]',
        description="Basic credentials that Pagar.me's webhooks show, as `ekans.auth.new_basic` stores them",
    )
    email_queue_url: str = secret(
        "generic/{stage}/send-email",
        key="queue_url",
        allows=("sqs:SendMessage",),
        resource="sqs:generic-{stage}-send-email",
        example="http://127.0.0.1:5000/123456789012/generic-{stage}-send-email",
        description="Queue of generic_send_email, which tells customers what happened",
    )
