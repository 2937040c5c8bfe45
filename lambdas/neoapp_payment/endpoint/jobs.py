"""The jobs: by schedule, and by direct invocation."""

from collections.abc import Iterator
from contextlib import contextmanager

from mew.errors import Retry
from mew.jobs import Jobs

from ..domain.commands.notification_commands import DrainOutbox
from ..domain.commands.reconciliation_commands import Reconcile
from ..domain.models.error_models import TryLater
from . import utils

jobs = Jobs()


@contextmanager
def _retried() -> Iterator[None]:
    try:
        yield
    except TryLater as error:
        raise Retry(str(error)) from error


@jobs.job(
    "send_notifications", rule="neoapp-{stage}-payment-notifications", schedule="rate(1 minute)"
)
def send_notifications() -> int:
    """Hand over the notifications that wait; returns how many."""
    with _retried():
        return DrainOutbox().execute(utils.outbox(), utils.mail())


@jobs.job("reconcile", rule="neoapp-{stage}-payment-reconcile", schedule="rate(1 minute)")
def reconcile() -> dict[str, int]:
    """Compare what is due with the partner's orders; returns how many."""
    with _retried():
        done = Reconcile().execute(utils.payment_ports())
        return {"looked_at": done.looked_at, "failed": done.failed}
