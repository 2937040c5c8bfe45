"""The composition root: what the commands need, wired for the stage that is running."""

from mew.arbok import postgres

from ..config import Settings
from ..core.services.postgres_service import PostgresPayments
from ..core.utils.helpers import utc_now
from ..domain.models.installment_models import Terms
from ..domain.ports import Mail, Outbox, PaymentPorts, Payments

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = postgres.open(
    "neoapp/{stage}/payment-database",
)


def payments() -> Payments:
    """The payments of the running stage."""
    return PostgresPayments(_database)


def installment_terms() -> Terms:
    """What the running stage offers."""
    settings = Settings.load()
    return Terms(
        settings.installments_max,
        settings.installments_interest_free,
        settings.installments_monthly_rate,
    )


def payment_ports() -> PaymentPorts:
    """What moving money needs."""
    from ..core.services.pagarme_service import PagarmeGateway

    return PaymentPorts(
        payments=payments(),
        gateway=PagarmeGateway(Settings.load().pagarme_url, _secret_key),
        clock=utc_now,
        terms=installment_terms(),
    )


def outbox() -> Outbox:
    """The notifications of the running stage that wait."""
    from ..core.services.outbox_service import PostgresOutbox

    return PostgresOutbox(_database)


def mail() -> Mail:
    """Who brings them to people."""
    from ..core.services.send_email_service import QueueMail

    return QueueMail(Settings.load().email_queue_url)


def _secret_key(fresh: bool) -> str:
    settings = Settings.refresh() if fresh else Settings.load()
    return settings.pagarme_secret_key
