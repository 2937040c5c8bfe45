"""Ten thousand invocations over eight connections, some of which crash and some of which never end.

Expectation: AWS Lambda developer guide, "Understanding the Lambda execution environment lifecycle": an
environment serves one invocation at a time, and one that fails takes nothing else along.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import gc
import json
import os
import random
import threading
import time
import zipfile
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

from pipeline.local.cloud import LocalCloud
from pipeline.local.function import Function
from pipeline.local.gateway.gateway import Gateway
from pipeline.local.memory import resident_mb
from pipeline.local.version import Configuration

NAME = "neoapp_soak"
INVOCATIONS = 10_000
CONNECTIONS = 8
# Lambda's default: long enough for a good answer on a machine that is busy.
TIMEOUT_SECONDS = 3.0
LIMIT_SECONDS = 20
# What is still warming up (interned strings, compiled patterns) in a process of about 150 MB.
MAX_GROWTH_MB = 40

CODE = """
import os, time

def handler(event, context):
    kind, number = event["rawPath"].rsplit("/", 2)[1:]
    if kind == "raise":
        raise ValueError(number)
    if kind == "exit":
        os._exit(int(number) % 200 + 1)
    if kind == "sleep":
        time.sleep(60)
    return {"statusCode": 200, "body": number}
"""
# Of a thousand invocations; the rest succeed.
KINDS = {"exit": 5, "sleep": 2, "raise": 20}


def kinds() -> list[str]:
    """What each invocation does, in an order that is the same in every run."""
    ordinary = INVOCATIONS - sum(INVOCATIONS * each // 1000 for each in KINDS.values())
    found = ["answer"] * ordinary
    for kind, each in KINDS.items():
        found += [kind] * (INVOCATIONS * each // 1000)
    random.Random(5).shuffle(found)  # noqa: S311 - nothing is kept secret by it
    return found


def answers(port: int, work: list[tuple[int, str]]) -> Counter[str]:
    """Sends requests one after the other on one connection; counts those answered as they must."""
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    counted: Counter[str] = Counter()
    for number, kind in work:
        client.request("GET", f"/hom/{NAME}/{kind}/{number}")
        response = client.getresponse()
        body, reason = response.read(), response.getheader("x-local-integration-error")
        expected = {
            "answer": (200, str(number).encode(), None),
            "raise": (500, _ERROR, "the function failed: ValueError"),
            "exit": (500, _ERROR, "the function failed: Runtime.ExitError"),
            "sleep": (500, _ERROR, "the function failed: Sandbox.Timedout"),
        }[kind]
        counted[kind if (response.status, body, reason) == expected else f"wrong {kind}"] += 1
    client.close()
    return counted


_ERROR = json.dumps({"message": "Internal Server Error"}).encode()


def test_every_invocation_is_answered_once_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "function.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lambda_function.py", CODE)
    work = list(enumerate(kinds()))
    workspace = tmp_path / "cloud"
    workspace.mkdir()
    processes, threads = _processes(workspace), set(threading.enumerate())
    with LocalCloud(workspace=workspace) as cloud, Gateway(cloud) as gateway:
        function = cloud.deploy(NAME, path, Configuration(timeout=TIMEOUT_SECONDS))
        # Everything is loaded, and every environment there, before anything is counted.
        _run(gateway.port, [(number, "answer") for number in range(400)])
        before = _held(function, threads)
        counted = _run(gateway.port, work)
        after = _held(function, threads)
    assert counted == Counter(kind for _, kind in work)
    assert after["descriptors"] <= before["descriptors"]
    assert after["threads"] <= before["threads"]
    assert after["memory"] - before["memory"] < MAX_GROWTH_MB
    assert _processes(workspace) <= processes


def _run(port: int, work: list[tuple[int, str]]) -> Counter[str]:
    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [work[number::CONNECTIONS] for number in range(CONNECTIONS)]
        return sum(pool.map(lambda share: answers(port, share), shares), Counter())


def _held(function: Function, others: set[threading.Thread]) -> dict[str, int]:
    """What this process holds once nothing is under way: descriptors, threads, MB of memory.

    An environment has descriptors and threads of its own, so all of them are ended first.
    """
    for environment in function.environments():
        environment.close()
    gc.collect()
    limit = time.monotonic() + LIMIT_SECONDS
    # Connections and invocations end in threads of their own, a moment after their answer.
    while passing := [each for each in set(threading.enumerate()) - others if _passing(each)]:
        assert time.monotonic() < limit, passing
        time.sleep(0.05)
    return {
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "threads": threading.active_count(),
        "memory": resident_mb(os.getpid()),
    }


def _processes(workspace: Path) -> set[int]:
    """Children of this process, those that nobody waited for included, and what runs in a cloud."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        # It may be gone at any moment.
        with contextlib.suppress(OSError):
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            command = (process / "cmdline").read_bytes()
            if parent == os.getpid() or str(workspace).encode() in command:
                found.add(int(process.name))
    return found


def _passing(thread: threading.Thread) -> bool:
    return thread.name.startswith(("invoke-", "runtime-api-", "exit-", "output-", "Thread-"))
