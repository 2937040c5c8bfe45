"""The process is killed before and after every call of a deployment; run again, it converges."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.conftest import Site
from pipeline.tests.delivery.forker import Forker, forker
from pipeline.tests.delivery.invariants import check_invariants
from pipeline.tests.delivery.proxy import Call, Fault, Proxy

_numbers = itertools.count()
type When = Literal["before", "after", "never"]


def _killed(
    cloud: LocalCloud, program: Forker, site: Site, name: str, number: int, when: When
) -> tuple[int, list[str]]:
    """Deploys in a process that is killed at the call of that number: how it ended, its calls."""
    known = threading.Event()
    child = 0

    def kill(call: Call, now: When) -> Fault:
        if (call.number, now) == (number, when):
            known.wait(30)
            os.kill(child, signal.SIGKILL)
            # Nobody is there for an answer; before a call, it is not passed on either.
            return "failed"
        return None

    proxy = Proxy(
        cloud.aws.url,
        lambda call: kill(call, "before"),
        lambda call: (kill(call, "after"), None)[1],
    )
    with proxy.running():
        child = program.start(proxy.url, name, site.folder)
        known.set()
        return program.ended(), proxy.calls


@pytest.mark.parametrize("again", [False, True], ids=["a first one", "a later one"])
def test_a_deployment_that_is_killed_at_any_step_converges_when_run_again(
    cloud: LocalCloud, tmp_path: Path, *, again: bool
) -> None:
    found: Counter[str | None] = Counter()
    with forker() as program:

        def scene(number: int, when: When) -> list[str]:
            name = f"neoapp_killed{next(_numbers)}"
            site = Site(cloud.aws.url, tmp_path / name)
            if again:
                for mark in ("a", "b", "c"):
                    site.put(name, mark)
                site.put_alias(name, "hom", "3")
            status, calls = _killed(cloud, program, site, name, number, when)
            assert status == (0 if when == "never" else -signal.SIGKILL)
            check_invariants(site, name)
            at = site.leads_to(name, "hom")
            found["moved" if at == ("4" if again else "1") else "not moved"] += 1

            outcome = site.deploy(name, mark="new")

            assert outcome.version == site.leads_to(name, "hom") == ("4" if again else "1")
            check_invariants(site, name)
            cloud.functions.delete(name)
            return calls

        calls = scene(-1, "never")
        for number in range(len(calls)):
            scene(number, "before")
            scene(number, "after")
    print(f"{len(calls)} calls, killed {2 * len(calls)} times: {dict(found)}")
    assert found["moved"] > 1
    assert found["not moved"] > 1
