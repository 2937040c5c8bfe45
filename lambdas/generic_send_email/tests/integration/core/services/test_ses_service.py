"""Messages handed to a real SES interface."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.loaders import Loader

from mew.config import client

from .....core.services import ses_service
from .....core.services.ses_service import SesMailer
from .....domain.models.delivery_models import Content, Envelope, OutgoingMessage
from .....domain.models.error_models import OutcomeUnknown, Rejected, TryLater
from ....aws_server import AwsServer

SENDER = "no-reply@example.com"
MESSAGE = OutgoingMessage(
    "id-1",
    Envelope(("ana@example.org",), (), ("carla@example.org",)),
    Content("Hi", "Hello"),
    tags={"campaign": "spring"},
)
PATH = "POST /v2/email/outbound-emails"


@pytest.fixture
def mailer(hom: None) -> SesMailer:
    made = client("sesv2", attempts=1)
    made.create_email_identity(EmailIdentity=SENDER)
    return SesMailer(lambda: made, sender=SENDER, configuration_set="generic-hom")


def test_the_envelope_names_everybody_and_the_message_only_who_is_open(
    mailer: SesMailer, empty_aws: AwsServer
) -> None:
    message_id = mailer.send(MESSAGE)
    (sent,) = empty_aws.sent()
    assert sent["id"] == message_id
    assert set(sent["destinations"]) == {"ana@example.org", "carla@example.org"}
    assert "carla" not in sent["raw_data"]


def test_ses_is_told_the_configuration_set_and_the_tags(
    mailer: SesMailer, empty_aws: AwsServer
) -> None:
    mailer.send(MESSAGE)
    body = empty_aws.bodies[PATH]
    assert body["ConfigurationSetName"] == "generic-hom"
    assert body["EmailTags"] == [
        {"Name": "campaign", "Value": "spring"},
        {"Name": "email_id", "Value": "id-1"},
    ]
    assert body["Destination"] == {
        "ToAddresses": ["ana@example.org"],
        "CcAddresses": [],
        "BccAddresses": ["carla@example.org"],
    }


def test_an_identity_that_is_not_verified_is_a_refusal_for_good(hom: None) -> None:
    mailer = SesMailer(lambda: client("sesv2", attempts=1), sender="else@example.net")
    with pytest.raises(Rejected) as caught:
        mailer.send(MESSAGE)
    assert caught.value.failure.code == "MessageRejected"
    assert "else@example.net" in caught.value.failure.reason


@pytest.mark.parametrize("code", sorted(ses_service.REFUSALS))
def test_what_will_be_refused_again_is_rejected(
    mailer: SesMailer, empty_aws: AwsServer, code: str
) -> None:
    empty_aws.fail(PATH, code)
    with pytest.raises(Rejected) as caught:
        mailer.send(MESSAGE)
    assert caught.value.failure.code == code


@pytest.mark.parametrize(
    ("code", "status"),
    [
        *((code, 400) for code in sorted(ses_service.MOODS)),
        ("TooManyRequestsException", 429),
        ("ThrottlingException", 400),
        ("InternalServiceErrorException", 500),
        ("ServiceUnavailable", 503),
        ("AccessDeniedException", 403),
        ("ExpiredTokenException", 403),
        ("SomethingNewException", 400),
    ],
)
def test_what_may_pass_is_tried_again(
    mailer: SesMailer, empty_aws: AwsServer, code: str, status: int
) -> None:
    empty_aws.fail(PATH, code, status=status)
    with pytest.raises(TryLater, match=f"SES answered {code}") as caught:
        mailer.send(MESSAGE)
    assert not isinstance(caught.value, OutcomeUnknown)
    assert empty_aws.sent() == []
    assert mailer.send(MESSAGE)


def test_every_answer_that_ses_documents_is_classified() -> None:
    """Fails when botocore learns a new error of SendEmail, which then must be thought about."""
    model = Loader().load_service_model("sesv2", "service-2")
    documented = {error["shape"] for error in model["operations"]["SendEmail"]["errors"]}
    assert documented <= ses_service.REFUSALS | ses_service.MOODS
    assert not ses_service.REFUSALS & ses_service.MOODS
    assert documented >= ses_service.MOODS


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def closing_server() -> Iterator[str]:
    """Takes a request and closes the connection, as when it dies over it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def close_each() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    connection.recv(100)
                    connection.shutdown(socket.SHUT_RDWR)
                    connection.close()

        thread = threading.Thread(target=close_each, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def test_a_connection_that_dies_over_the_request_leaves_the_outcome_unknown(
    empty_aws: AwsServer, closing_server: str
) -> None:
    with pytest.raises(OutcomeUnknown):
        SesMailer(a_client(closing_server), sender=SENDER).send(MESSAGE)


class TimeIsUpError(Exception):
    """What a timer of the runtime raises in the middle of whatever runs."""


def test_a_timer_that_rings_while_ses_is_asked_leaves_the_outcome_unknown(
    empty_aws: AwsServer, silent_server: str
) -> None:
    def ring(*_: object) -> None:
        raise TimeIsUpError

    mailer = SesMailer(a_client(silent_server, read_timeout=30), sender=SENDER)
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with pytest.raises((OutcomeUnknown, TimeIsUpError)):
            mailer.send(MESSAGE)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def a_client(url: str, read_timeout: float = 0.2) -> Callable[[], Any]:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=1, read_timeout=read_timeout, retries={"total_max_attempts": 1})
    made = boto3.client("sesv2", endpoint_url=url, config=config)
    return lambda: made


def test_an_answer_that_never_comes_leaves_the_outcome_unknown(
    empty_aws: AwsServer, silent_server: str
) -> None:
    with pytest.raises(OutcomeUnknown):
        SesMailer(a_client(silent_server), sender=SENDER).send(MESSAGE)


def test_a_connection_that_is_refused_is_tried_again(empty_aws: AwsServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(TryLater, match="could not be reached") as caught:
        SesMailer(a_client(url), sender=SENDER).send(MESSAGE)
    assert not isinstance(caught.value, OutcomeUnknown)
