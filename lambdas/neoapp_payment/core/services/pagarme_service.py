"""pagarme delivers the greetings: one POST each, in JSON, with a bearer token.

    POST <url>/greetings        Idempotency-Key: <id>
    {"id": ..., "name": ..., "text": ...}

Any 2xx means that it has the greeting, and the same key again that it changes nothing.
"""

from mew.core import outgoing_headers

from ...domain.models.error_models import Refused, TryLater
from ...domain.models.greeting_models import Greeting

ANSWER_SECONDS = 5.0
"""How long each of connecting, sending and answering may take."""
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})


class PagarmeMessenger:
    """Hands greetings to pagarme.

    Args:
        url: where it is, without a slash at the end.
        api_key: what it knows this lambda by.
    """

    def __init__(self, url: str, api_key: str) -> None:
        self._url = url
        self._api_key = api_key

    def deliver(self, greeting: Greeting) -> None:
        """Hand it over, once for each id."""
        # Only what calls out pays for the client.
        import httpx2

        try:
            answer = httpx2.post(
                f"{self._url}/greetings",
                json={"id": greeting.id, "name": greeting.name, "text": greeting.text},
                headers={
                    **outgoing_headers(),
                    "Authorization": f"Bearer {self._api_key}",
                    "Idempotency-Key": greeting.id,
                },
                timeout=ANSWER_SECONDS,
            )
        except httpx2.TransportError as error:
            reason = type(error).__name__
            raise TryLater(f"pagarme could not be reached ({reason})") from error
        if answer.status_code in _WORTH_ANOTHER_TRY:
            raise TryLater(f"pagarme answered {answer.status_code}")
        if not answer.is_success:
            raise Refused(f"pagarme answered {answer.status_code}")
