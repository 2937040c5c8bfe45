"""generic_send_email brings notifications to people, through its queue of the same stage.

Its contract: the job `send_email` takes an `id`, which sends nothing when it comes again, and an
`email` with recipients and a template; `notice` needs `title` and `paragraphs`, and may have a link.
"""

from typing import Any

from mew.errors import EnqueueError
from mew.jobs import enqueue

from ...domain.models.error_models import TryLater
from ...domain.models.notification_models import Notification

JOB = "send_email"


class QueueMail:
    """Puts notifications on the queue.

    Args:
        queue_url: generic_send_email's, of the running stage; mew refuses any other.
    """

    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def put(self, notification: Notification) -> None:
        """Take it over. Raises TryLater."""
        try:
            enqueue(self._queue_url, JOB, payload_of(notification))
        except EnqueueError as error:
            raise TryLater(str(error)) from error


def payload_of(notification: Notification) -> dict[str, Any]:
    """The notification as that job's payload."""
    variables: dict[str, Any] = {
        "title": notification.title,
        "paragraphs": list(notification.paragraphs),
    }
    if notification.link is not None:
        variables["link"], variables["link_text"] = notification.link
    return {
        "id": notification.id,
        "email": {
            "to": [notification.to],
            "template": {"name": "notice", "variables": variables},
        },
    }
