"""Asks a version, before any alias leads to it, whether it could serve a stage.

mew answers the probe by loading all that an event of that stage could need: settings, HTTP, jobs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .aws_errors import aws_errors
from .clock import Clock, pause
from .errors import Busy, ProbeFailed, Throttled, Unavailable

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient
    from types_boto3_lambda.type_defs import InvocationResponseTypeDef

__all__ = ["Probe"]

_SHOWN = 600


class Probe:
    """Probes versions.

    Args:
        client: repeats nothing, and waits for an answer no longer than `seconds`.
        clock: the time.
        seconds: for all tries together.
    """

    def __init__(self, client: LambdaClient, clock: Clock, seconds: float) -> None:
        self._client = client
        self._clock = clock
        self._seconds = seconds

    def check(self, name: str, number: str, stage: str) -> None:
        """Returns when the version said that it can serve `stage`.

        Throttling and outages are tried again for as long as there is time.

        Raises:
            ProbeFailed: it failed, hung, or said something else.
            AwsError: it could not be asked.
        """
        until = self._clock.monotonic() + self._seconds
        tries = 0
        while True:
            try:
                self._ask(name, number, stage)
                return
            except (Throttled, Unavailable, Busy) as error:
                wait = pause(tries, base=0.25)
                tries += 1
                if self._clock.monotonic() + wait >= until:
                    raise ProbeFailed(
                        f"{name}:{number} did not answer its probe at {stage} within"
                        f" {self._seconds:g} s ({error.message})",
                        f"See `pipeline logs {name} --stage {stage}`; a slow start gets more time"
                        " by [release] probe_seconds in pipeline.toml",
                    ) from error
                self._clock.sleep(wait)

    def _ask(self, name: str, number: str, stage: str) -> None:
        event = {"mew": {"probe": True, "stage": stage}}
        with aws_errors("lambda:InvokeFunction", f"{name}:{number}"):
            answer = self._client.invoke(
                FunctionName=name,
                Qualifier=number,
                LogType="Tail",
                Payload=json.dumps(event).encode(),
            )
            payload = answer["Payload"].read()
        said = _parsed(payload)
        if answer.get("FunctionError"):
            raise _failed(name, number, stage, _why(said))
        mew = said.get("mew") if isinstance(said, dict) else None
        if not isinstance(mew, dict) or mew.get("probe") is not True:
            raise _failed(name, number, stage, f"it answered {_short(said)}, which is no probe's")
        if mew.get("stage") != stage:
            raise _failed(name, number, stage, f"it answered for the stage {mew.get('stage')!r}")
        if answer.get("ExecutedVersion") != number:
            raise _failed(name, number, stage, f"version {_executed(answer)} answered")


def _executed(answer: InvocationResponseTypeDef) -> str:
    return answer.get("ExecutedVersion", "?")


def _failed(name: str, number: str, stage: str, why: str) -> ProbeFailed:
    return ProbeFailed(
        f"{name}:{number} failed its probe at {stage}: {why}",
        f"Correct the cause and deploy again; `pipeline logs {name} --stage {stage}` shows more",
    )


def _parsed(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode("utf-8", "replace")


def _why(said: Any) -> str:
    if not isinstance(said, dict):
        return _short(said)
    kind, message = said.get("errorType"), said.get("errorMessage", "")
    return _short(f"{kind}: {message}" if kind else message)


def _short(said: Any) -> str:
    text = said if isinstance(said, str) else json.dumps(said)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
