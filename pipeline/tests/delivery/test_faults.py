"""Every call of a deployment fails: once, and for good.

The calls are those that a deployment without faults makes; they are not listed here.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.delivery.errors import AwsError, DeliveryError, OutcomeUnknown, ProbeFailed
from pipeline.local.cloud import LocalCloud
from pipeline.local.errors import ResourceNotFound
from pipeline.settings.tags import TAG_OF_KEYS
from pipeline.tests.delivery.conftest import SETTINGS, Site
from pipeline.tests.delivery.invariants import check_invariants
from pipeline.tests.delivery.proxy import Call, Fault, Proxy

# How many deployments are tried at once.
THREADS = 6
_numbers = itertools.count()
WITH_TAGS = {**SETTINGS, "function": {**SETTINGS["function"], "tags": {"team": "payments"}}}
KINDS: tuple[Fault, ...] = ("throttled", "failed", "lost")


class Scene:
    """A function of its own, at the start of a deployment that goes through the proxy."""

    def __init__(self, cloud: LocalCloud, folder: Path, *, again: bool) -> None:
        self.name = f"neoapp_fault{next(_numbers)}"
        self._cloud = cloud
        self._again = again
        self._folder = folder / self.name
        self.direct = Site(cloud.aws.url, self._folder / "direct", WITH_TAGS)
        if again:
            # Enough versions for one to be pruned.
            for mark in ("a", "b", "c"):
                self.direct.put(self.name, mark)
            self.direct.put_alias(self.name, "hom", "3")
            # Tags to remove, and tags to set.
            arn = self.direct.on.gateway.version(self.name).arn
            self.direct.on.gateway.tag(arn, {"old": "1", TAG_OF_KEYS: "old", "theirs": "1"})
        self.begun_at = self.direct.leads_to(self.name, "hom")

    def deploy(self, before: Callable[[Call], Fault]) -> tuple[str, list[str]]:
        """Deploys through a proxy: what it said became of it, and the calls."""
        with Proxy(self._cloud.aws.url, before).running() as proxy:
            site = Site(proxy.url, self._folder / "proxied", WITH_TAGS)
            try:
                outcome = site.deploy(self.name, mark="new", manifest={"memory": 512})
            except DeliveryError as error:
                return self._judged(error), proxy.calls
            assert outcome.version == self.direct.leads_to(self.name, "hom"), outcome
            return "warned" if outcome.warnings else "deployed", proxy.calls

    def _judged(self, error: DeliveryError) -> str:
        """Checks that what the error says is what is."""
        if isinstance(error, OutcomeUnknown):
            return "unknown"
        assert isinstance(error, (AwsError, ProbeFailed)), error
        assert self.direct.leads_to(self.name, "hom") == self.begun_at, error
        return "untouched"

    def end(self) -> None:
        """Ends the function's processes."""
        with contextlib.suppress(ResourceNotFound):
            self._cloud.functions.delete(self.name)

    def converges(self) -> None:
        """Run again without faults, the deployment is done and done once."""
        self.direct.deploy(self.name, mark="new", manifest={"memory": 512})
        gateway = self.direct.on.gateway
        wanted = gateway.version(self.name, self.direct.leads_to(self.name, "hom") or "")
        same = [
            each
            for each in gateway.versions(self.name)
            if each.is_of(wanted.code_sha256, wanted.configuration)
        ]
        assert (wanted.configuration.memory, len(same)) == (512, 1)
        theirs = {"theirs": "1"} if self._again else {}
        assert gateway.tags(wanted.arn) == {"team": "payments", TAG_OF_KEYS: "team", **theirs}
        check_invariants(self.direct, self.name)
        self.end()


@pytest.mark.parametrize("again", [False, True], ids=["a first one", "a later one"])
def test_every_call_of_a_deployment_may_fail_once_or_for_good(
    cloud: LocalCloud, tmp_path: Path, *, again: bool
) -> None:
    outcome, calls = Scene(cloud, tmp_path, again=again).deploy(lambda call: None)
    assert outcome == "deployed"

    def once(number: int, kind: Fault) -> str:
        scene = Scene(cloud, tmp_path, again=again)
        said, _ = scene.deploy(lambda call: kind if call.number == number else None)
        assert said == "deployed", (calls[number], kind)
        scene.converges()
        return said

    def for_good(number: int, kind: Fault) -> str:
        scene = Scene(cloud, tmp_path, again=again)
        said, _ = scene.deploy(
            lambda call: kind if call.number >= number and call.what == calls[number] else None
        )
        scene.converges()
        return said

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        tried = {
            (how.__name__, kind, number): pool.submit(how, number, kind)
            for how in (once, for_good)
            for kind in KINDS
            for number in range(len(calls))
        }
        said = Counter((key[0], each.result()) for key, each in tried.items())
    print(f"{len(calls)} calls, {len(tried)} faults: {dict(said)}")
    assert said["once", "deployed"] == len(calls) * len(KINDS)
    assert said["for_good", "unknown"] == 0
    assert said["for_good", "untouched"] > 0
