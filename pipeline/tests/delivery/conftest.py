from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from pipeline.delivery.candidates import Wanted
from pipeline.delivery.clock import SystemClock
from pipeline.delivery.configuration import Configuration
from pipeline.delivery.deploy import Deploy, deploy
from pipeline.delivery.outcome import Outcome
from pipeline.delivery.states import AliasState, VersionState
from pipeline.delivery.wiring import Delivery
from pipeline.local.clock import Clock
from pipeline.local.cloud import LocalCloud
from pipeline.settings.model import Settings
from pipeline.tests.delivery.artifacts import GOOD, make_artifact


class QuickClock(SystemClock):
    """The machine's, but for waits a twentieth as long."""

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / 20)


SETTINGS: dict[str, Any] = {
    "aws": {"attempts": 3},
    "function": {"role": "arn:aws:iam::{account}:role/lambda-{lambda}"},
    "release": {"keep_versions": 3, "active_seconds": 60, "probe_seconds": 60},
}
_names = (f"neoapp_sample{number}" for number in itertools.count())


class SettlingClock(Clock):
    """A second passes with every look; none but the real ones while it is `slow`."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self._looks = itertools.count()
        self._looked = 0

    def __call__(self) -> float:
        if not self.slow:
            self._looked = next(self._looks)
        return super().__call__() + self._looked


@pytest.fixture(scope="package")
def settling() -> SettlingClock:
    return SettlingClock()


# There can be one in a process; other packages have their own.
@pytest.fixture(scope="package")
def cloud(settling: SettlingClock) -> Iterator[LocalCloud]:
    with LocalCloud(settle=1.0, clock=settling) as cloud:
        yield cloud


@pytest.fixture
def name() -> str:
    """A lambda's name that no other test has."""
    return next(_names)


_threads = threading.local()


def _session() -> boto3.Session:
    """One a thread, since reading the services' models takes longer than a deployment."""
    if not hasattr(_threads, "session"):
        _threads.session = boto3.Session("local", "local", region_name="us-east-1")
    session: boto3.Session = _threads.session
    return session


def warm() -> None:
    """Reads the services' models now, for children that are forked later."""
    for service in ("lambda", "sts"):
        _session().client(service)


class Site:
    """The local cloud, as one pipeline sees it, and a folder for artifacts."""

    def __init__(self, url: str, folder: Path, settings: dict[str, Any] | None = None) -> None:
        self.said: list[str] = []
        self.heard: Callable[[str], None] = self.said.append
        self.folder = folder
        self.on = Delivery(
            Settings.model_validate(settings or SETTINGS),
            lambda text: self.heard(text),
            QuickClock(),
            _session(),
            url,
        )

    def deploy(
        self, name: str, stage: str = "hom", mark: str = "1", code: str = GOOD, **more: Any
    ) -> Outcome:
        """Deploys a small artifact; `mark` makes one code differ from another."""
        manifest = more.pop("manifest", {})
        artifact = make_artifact(self.folder, name, mark, code, **manifest)
        return deploy(
            Deploy(artifact, stage, **{"commit": f"c{mark}", "actor": "ana", **more}), self.on
        )

    def put(self, name: str, mark: str, code: str = GOOD, **manifest: Any) -> VersionState:
        """Makes a version without asking it anything."""
        artifact = make_artifact(self.folder, name, mark, code, **manifest)
        configuration = Configuration.wanted(
            artifact.manifest, self.on.settings.function_of(name), "123456789012"
        )
        return self.on.candidates.get(Wanted(artifact, configuration, {}, f"c{mark}")).version

    def put_alias(self, name: str, stage: str, version: str, description: str = "") -> None:
        """Makes an alias."""
        self.on.gateway.create_alias(name, AliasState(stage, version, {}, description, ""))

    def leads_to(self, name: str, stage: str) -> str | None:
        """The version that an alias leads to."""
        alias = self.on.gateway.alias(name, stage)
        return alias.version if alias else None


@pytest.fixture
def site(cloud: LocalCloud, tmp_path: Path) -> Site:
    return Site(cloud.aws.url, tmp_path)
