"""The mailer: Amazon SES, API v2, with messages that we write ourselves.

Source documents: "Amazon SES API v2 Reference" (SendEmail, its errors); "Amazon SES Developer
Guide" (message tags).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...domain.models.delivery_models import OutgoingMessage
from ...domain.models.error_models import OutcomeUnknown, Rejected, TryLater
from ..utils.helpers import error_code
from ..utils.mime import mime_bytes

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sesv2.type_defs import SendEmailRequestTypeDef

REFUSALS = frozenset(
    {
        "AccountSuspendedException",
        "BadRequestException",
        "InvalidParameterValue",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "NotFoundException",
        "ValidationException",
    }
)
"""Answers after which the same message will be refused again. `InvalidParameterValue` and
`ValidationException` are no modelled errors of SendEmail; the service's front end sends them."""

MOODS = frozenset({"LimitExceededException", "SendingPausedException", "TooManyRequestsException"})
"""Modelled answers that pass: throttling, the daily quota, sending paused by an operator."""


class SesMailer:
    """Sends through SES.

    Args:
        client: gives the stage's client.
        sender: the address that mail comes from.
        sender_name: the name shown beside it.
        configuration_set: the configuration set under which SES reports events.
    """

    def __init__(
        self,
        client: "Callable[[], SESV2Client]",
        *,
        sender: str,
        sender_name: str | None = None,
        configuration_set: str | None = None,
    ) -> None:
        self._client = client
        self._sender = sender
        self._sender_name = sender_name
        self._configuration_set = configuration_set

    def send(self, message: OutgoingMessage) -> str:
        """Hand the message to SES; its id there.

        The envelope is given apart from the message, so that hidden recipients never depend on
        somebody removing a header.
        """
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

        request = self._request(message)
        try:
            return self._client().send_email(**request)["MessageId"]
        except ClientError as error:
            code = error_code(error)
            if code in REFUSALS:
                reason = (
                    str(error.response.get("Error", {}).get("Message", "")) or "no reason given"
                )
                raise Rejected(code, reason[:500]) from error
            raise TryLater(f"SES answered {code}") from error
        except HTTPClientError as error:
            # The connection stood: no answer in time, closed, or our own time was up meanwhile.
            # What comes before a connection is a ConnectionError of botocore, no HTTPClientError.
            raise OutcomeUnknown(f"SES did not answer ({type(error).__name__})") from error
        except BotoCoreError as error:
            raise TryLater(f"SES could not be reached ({type(error).__name__})") from error

    def _request(self, message: OutgoingMessage) -> "SendEmailRequestTypeDef":
        tags = {**message.tags, "email_id": message.email_id}
        request: SendEmailRequestTypeDef = {
            "Destination": {
                "ToAddresses": list(message.envelope.to),
                "CcAddresses": list(message.envelope.cc),
                "BccAddresses": list(message.envelope.bcc),
            },
            "Content": {"Raw": {"Data": mime_bytes(message, self._sender, self._sender_name)}},
            "EmailTags": [{"Name": name, "Value": value} for name, value in tags.items()],
        }
        if self._configuration_set:
            request["ConfigurationSetName"] = self._configuration_set
        return request
