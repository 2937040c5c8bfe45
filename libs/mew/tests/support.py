"""What several test modules need: Lambda's context object, and reading the log."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

LIBS = str(Path(__file__).parents[2])


class FakeContext:
    """Implements mew's LambdaContext port, as awslambdaric's object does.

    qualifier: "" for an unqualified ARN.
    """

    def __init__(
        self,
        qualifier: str = "hom",
        *,
        name: str = "generic_send_email",
        version: str = "7",
        request_id: str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        seconds: float = 30.0,
    ) -> None:
        arn = f"arn:aws:lambda:sa-east-1:123456789012:function:{name}"
        self.function_name = name
        self.function_version = version
        self.invoked_function_arn = f"{arn}:{qualifier}" if qualifier else arn
        self.aws_request_id = request_id
        self._deadline = time.time() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.time()) * 1000))


def lines_of(text: str) -> list[dict[str, Any]]:
    """The JSON lines of what was written to standard output."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def invocation_line(text: str) -> dict[str, Any]:
    """The one line of the one invocation in `text`."""
    found = [line for line in lines_of(text) if line["message"] == "invocation"]
    assert len(found) == 1, text
    return found[0]
