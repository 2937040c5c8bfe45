"""What stands for OpenAI in tests and in the local cloud: a real HTTP server that speaks its API.

    with PartnerServer() as partner:
        partner.faults.add("/audio/speech", error=rate_limited(retry_after=1))
        ...  # call partner.url with API_KEY
        assert len(partner.bills("/audio/speech")) == 1

It speaks, listens and answers as the documents named in `partner/` say. Its audio says what it was
asked to say (`partner.audio`), so what it made can be given to it to listen to.
"""

import contextlib
import threading
from collections.abc import Iterator
from typing import Self

from .partner import models, realtime, responses, speech, transcriptions
from .partner.answers import Answer
from .partner.asked import Asked
from .partner.faults import Fault, Faults
from .partner.handler import PREFIX, Endpoint, Handler
from .partner.listener import Listener

API_KEY = "sk-test-key"


def _echo(said: list[tuple[str, str]]) -> str:
    """The usual answer of the model: what was said last."""
    return f"You said: {said[-1][1]}"


class PartnerServer:
    """A server on a free port of 127.0.0.1. Use as a context manager.

    Attributes:
        url: its base, which ends in `/v1`.
        api_key: the key that it knows.
        requests: what was asked, in order.
        faults: what is to go wrong.
        models: those that there are, by name.
        reply: says what the model answers to a conversation.
        unsaid: what is heard in audio that `partner.audio.spoken` did not make.
        language: what is spoken in all audio.
        seconds_per_character: how slowly it speaks.
    """

    def __init__(self) -> None:
        self.api_key = API_KEY
        self.requests: list[Asked] = []
        self.faults = Faults()
        self._server = self._listen(0)
        self.url = f"http://127.0.0.1:{self._server.server_port}{PREFIX}"
        self.forget()

    def forget(self) -> None:
        """Be as new."""
        self.requests.clear()
        self.faults.clear()
        self.models = dict(models.CATALOGUE)
        self.reply: responses.Replying = _echo
        self.unsaid = "Olá"
        self.language = "pt"
        self.seconds_per_character = 0.005

    def asked(self, path: str) -> list[Asked]:
        """The requests to a path, e.g. `/responses`."""
        return [one for one in self.requests if one.path == path]

    def bills(self, path: str) -> list[Asked]:
        """The requests to a path that are billed, whether or not their answers arrived."""
        return [one for one in self.asked(path) if one.billed]

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse connections while the block runs; those that are open end."""
        port = self._server.server_port
        self._stop()
        try:
            yield
        finally:
            self._server = self._listen(port)
            self._start()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _endpoint(self, method: str, path: str) -> Endpoint | None:
        name = path.removeprefix("/models/")
        match method, path:
            case "POST", models.SPEECH:
                return self._speech
            case "POST", models.TRANSCRIPTIONS:
                return self._transcription
            case "POST", models.RESPONSES:
                return self._response
            case "POST", models.REALTIME:
                return lambda asked, _: realtime.client_secret(asked, self.models)
            case "GET", "/models":
                return lambda *_: models.listed(self.models)
            case "GET", _ if name != path:
                return lambda *_: models.retrieved(self.models, name)
        return None

    def _speech(self, asked: Asked, fault: Fault) -> Answer:
        pace = self.seconds_per_character
        return speech.speak(asked, self.models, refused=fault.refused, seconds_per_character=pace)

    def _transcription(self, asked: Asked, fault: Fault) -> Answer:
        return transcriptions.transcribe(
            asked,
            self.models,
            refused=fault.refused,
            unsaid=self.unsaid,
            language=self.language,
        )

    def _response(self, asked: Asked, fault: Fault) -> Answer:
        return responses.respond(
            asked, self.models, refused=fault.refused, failed=fault.failed, reply=self.reply
        )

    def _listen(self, port: int) -> Listener:
        mine = {
            "api_key": self.api_key,
            "faults": self.faults,
            "record": staticmethod(self.requests.append),
            "endpoint": staticmethod(self._endpoint),
        }
        return Listener(("127.0.0.1", port), type("_Handler", (Handler,), mine))

    def _start(self) -> None:
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def _stop(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        self._server.hang_up()
