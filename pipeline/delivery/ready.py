"""Waits for a function or a version until nothing is in progress.

Source: AWS Lambda developer guide, "Lambda function states".
"""

from __future__ import annotations

from .clock import Clock, pause
from .errors import NotReady
from .gateway import LambdaGateway
from .states import LATEST, VersionState

__all__ = ["Ready"]


class Ready:
    """Waits, for at most so many seconds."""

    def __init__(self, gateway: LambdaGateway, clock: Clock, seconds: float) -> None:
        self._gateway = gateway
        self._clock = clock
        self._seconds = seconds

    def settled(self, name: str, number: str = LATEST) -> VersionState:
        """The version when nothing is in progress, be it that the last update failed.

        Raises:
            NotReady: it took too long.
        """
        until = self._clock.monotonic() + self._seconds
        tries = 0
        while True:
            found = self._gateway.version(name, number)
            if found.settled:
                return found
            if self._clock.monotonic() >= until:
                raise NotReady(
                    f"{name}:{number} is still {_progress(found)} after {self._seconds:g} s",
                    "Run this again later, or raise [release] active_seconds in pipeline.toml",
                )
            self._clock.sleep(pause(tries))
            tries += 1

    def active(self, name: str, number: str = LATEST) -> VersionState:
        """The version when it can be invoked.

        Raises:
            NotReady: it failed, or took too long.
        """
        found = self.settled(name, number)
        if found.failed:
            raise NotReady(
                f"{name}:{number} is {_progress(found)}",
                "Correct what the reason names (role, VPC, layers in pipeline.toml), and run this"
                " again",
            )
        return found


def _progress(version: VersionState) -> str:
    state = f"{version.state}/{version.update_status}".strip("/")
    return f"{state} ({version.reason})" if version.reason else state
