"""What moto's own services see as Lambda: it takes their events to the functions that run here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.awslambda.models import LambdaBackend

from .registered import MotoPaths
from .s3_event import completed

__all__ = ["Deliver", "lambda_backend"]

type Deliver = Callable[[str, Any], None]


class _Target:
    """A function, as far as moto's S3 knows it."""

    def __init__(self, arn: str, deliver: Deliver) -> None:
        self._arn = arn
        self._deliver = deliver

    def invoke(self, body: str, *_: Any) -> None:
        """Sends a notification."""
        self._deliver(self._arn, completed(json.loads(body)))


def lambda_backend(deliver: Deliver) -> type[LambdaBackend]:
    """A backend for moto to make, which invokes by `deliver`."""

    class Backend(MotoPaths, LambdaBackend):
        """Forwards invocations."""

        def get_function(self, function_name_or_arn: str, *_: Any, **__: Any) -> Any:
            """Who gets S3's notifications."""
            return _Target(function_name_or_arn, deliver)

        def invoke(self, function_name: str, *_: Any, body: Any = None, **__: Any) -> bytes:
            """Sends an event of another service."""
            deliver(function_name, json.loads(body or "{}"))
            return b""

    return Backend
