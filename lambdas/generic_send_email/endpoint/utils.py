"""The composition root: what the commands need, wired for the stage that is running.

Clients are made when an adapter first uses one, so that a request without attachments never pays
for S3's. Nothing of HTTP is imported here: jobs come through as well.
"""

import time
from typing import TYPE_CHECKING

from mew.config import client

from ..config import Settings
from ..core.services.bucket_service import BucketFiles, BucketParcels
from ..core.services.email_table_service import TableEmails
from ..core.services.suppression_table_service import TableSuppressions
from ..core.services.template_service import PackageTemplates
from ..domain.commands.delivery_commands import DeliverPorts
from ..domain.commands.email_commands import AcceptPorts
from ..domain.commands.feedback_commands import FeedbackPorts
from ..domain.ports import Emails, Suppressions

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sesv2 import SESV2Client

SES_ANSWER_SECONDS = 20.0


def _dynamodb() -> "DynamoDBClient":
    return client("dynamodb")


def _s3() -> "S3Client":
    return client("s3")


def _sesv2() -> "SESV2Client":
    # One attempt: a request that SES took before the connection broke must not be repeated here.
    return client("sesv2", read_timeout=SES_ANSWER_SECONDS, attempts=1)


def emails() -> Emails:
    """The records of the running stage."""
    return TableEmails(_dynamodb, Settings.load().table)


def suppressions() -> Suppressions:
    """The suppression list of the running stage."""
    return TableSuppressions(_dynamodb, Settings.load().table)


def accept_ports() -> AcceptPorts:
    """What accepting an e-mail needs."""
    from ..core.services.key_table_service import TableKeys
    from ..core.services.queue_service import QueueOutbox

    settings = Settings.load()
    return AcceptPorts(
        keys=TableKeys(_dynamodb, settings.table),
        emails=TableEmails(_dynamodb, settings.table),
        outbox=QueueOutbox(settings.queue_url, BucketParcels(_s3, settings.bucket)),
        files=BucketFiles(_s3, settings.bucket),
        templates=PackageTemplates(),
        clock=time.time,
    )


def deliver_ports() -> DeliverPorts:
    """What sending an e-mail needs."""
    from ..core.services.ses_service import SesMailer

    settings = Settings.load()
    return DeliverPorts(
        emails=TableEmails(_dynamodb, settings.table),
        suppressions=TableSuppressions(_dynamodb, settings.table),
        parcels=BucketParcels(_s3, settings.bucket),
        files=BucketFiles(_s3, settings.bucket),
        templates=PackageTemplates(),
        mailer=SesMailer(
            _sesv2,
            sender=settings.sender,
            sender_name=settings.sender_name,
            configuration_set=settings.configuration_set,
        ),
        clock=time.time,
    )


def feedback_ports() -> FeedbackPorts:
    """What recording feedback needs."""
    return FeedbackPorts(emails=emails(), suppressions=suppressions(), clock=time.time)
