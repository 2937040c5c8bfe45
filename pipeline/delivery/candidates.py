"""The version that is to serve: one that is there already, or a new one.

`$LATEST` is shared: a pipeline of the other stage may change it at any moment. Every change is
guarded by the revision that was read before it; who comes second starts again from what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .artifact import Artifact
from .clock import Clock, pause
from .configuration import Configuration
from .errors import Busy, Conflict, Stale
from .gateway import LambdaGateway
from .ready import Ready
from .states import VersionState
from .tagging import tag_change
from .upload import Uploads

__all__ = ["Candidate", "Candidates", "Wanted"]

_TRIES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a version must have; `commit` is kept with a version that is made of it."""

    artifact: Artifact
    configuration: Configuration
    tags: Mapping[str, str]
    commit: str

    def is_of(self, version: VersionState) -> bool:
        """The version has it."""
        return version.is_of(self.artifact.manifest.code_sha256, self.configuration)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version, and whether it was there before."""

    version: VersionState
    reused: bool


class Candidates:
    """Finds and makes versions."""

    def __init__(
        self,
        gateway: LambdaGateway,
        ready: Ready,
        uploads: Uploads,
        clock: Clock,
        say: Callable[[str], None],
    ) -> None:
        self._gateway = gateway
        self._ready = ready
        self._uploads = uploads
        self._clock = clock
        self._say = say

    def reusable(self, wanted: Wanted) -> VersionState | None:
        """The newest version that has what is wanted."""
        for version in reversed(self._gateway.versions(wanted.artifact.name)):
            if wanted.is_of(version):
                return version
        return None

    def get(self, wanted: Wanted) -> Candidate:
        """A version that has what is wanted, made if need be, with the function itself.

        Raises:
            Conflict: others changed `$LATEST` each time it was tried.
            NotReady, AwsError: see there.
        """
        tries = 0
        while True:
            try:
                return self._get(wanted)
            except (Busy, Stale) as error:
                tries += 1
                if tries == _TRIES:
                    raise self._conflict(wanted.artifact.name, error) from error
                self._say("another deployment is changing the function; trying again")
                self._clock.sleep(pause(tries))

    def _get(self, wanted: Wanted) -> Candidate:
        name, manifest = wanted.artifact.name, wanted.artifact.manifest
        if self._gateway.find(name) is None:
            self._say("creating the function")
            code = self._uploads.code(wanted.artifact)
            self._gateway.create(
                name,
                code,
                wanted.configuration,
                manifest.description,
                tag_change({}, wanted.tags).put,
            )
            latest = self._ready.active(name)
        else:
            latest = self._ready.settled(name)
            if (found := self.reusable(wanted)) is not None:
                return Candidate(found, reused=True)
        return Candidate(self._publish(self._updated(latest, wanted), wanted), reused=False)

    def _updated(self, latest: VersionState, wanted: Wanted) -> VersionState:
        manifest, configuration = wanted.artifact.manifest, wanted.configuration
        same_architecture = latest.configuration.architecture == configuration.architecture
        if latest.code_sha256 != manifest.code_sha256 or not same_architecture:
            self._say(f"uploading {manifest.size / 1e6:.1f} MB")
            code = self._uploads.code(wanted.artifact)
            self._gateway.update_code(latest, code, configuration.architecture)
            latest = self._ready.active(manifest.name)
        if latest.configuration != configuration or latest.failed:
            self._say("changing the configuration")
            self._gateway.update_configuration(latest, configuration, manifest.description)
            latest = self._ready.active(manifest.name)
        return latest

    def _publish(self, latest: VersionState, wanted: Wanted) -> VersionState:
        if not wanted.is_of(latest):
            raise Stale(
                f"$LATEST of {latest.function} was changed by another deployment",
                "Run this again",
            )
        self._say("publishing")
        return self._gateway.publish(latest, f"commit {wanted.commit}")

    def _conflict(self, name: str, error: Busy | Stale) -> Conflict:
        latest = self._gateway.version(name)
        return Conflict(
            f"{name}: other deployments changed $LATEST each of {_TRIES} times; it now holds the"
            f" code {latest.code_sha256} of {latest.modified:%Y-%m-%d %H:%M:%S %Z}"
            f" ({error.message})",
            "Run this again when they are done",
        )
