"""A remote cache between two machines, against a real server of the Remote Execution API.

Their homes, clones and search paths differ. REMOTE_CACHE_LAMBDAS says how many Lambdas there are.
"""

import os
from pathlib import Path

import pytest

from .buildgrid import READER, WRITER, BuildGrid, token
from .machine import Machine, Packaged

NAMES = [f"acme_cached_{n}" for n in range(int(os.environ.get("REMOTE_CACHE_LAMBDAS", "3")))]
READ_ONLY = "--no-remote-cache-write"


@pytest.fixture(scope="module")
def first(server: BuildGrid, folder: Path) -> Packaged:
    """What a machine does that finds the remote cache empty."""
    machine = Machine(folder / "first")
    for name in NAMES:
        machine.write_lambda(name, name)
    return machine.package(server.address, token(WRITER))


@pytest.fixture(scope="module")
def filled(server: BuildGrid, first: Packaged) -> set[str]:
    """What is in the remote cache then."""
    return server.stored


@pytest.fixture(scope="module")
def machine(folder: Path) -> Machine:
    """Another machine, with no cache of its own."""
    other = Machine(folder / "second/elsewhere", "/opt/nothing/bin")
    for name in NAMES:
        other.write_lambda(name, name)
    return other


@pytest.fixture(scope="module")
def second(server: BuildGrid, filled: set[str], machine: Machine) -> Packaged:
    """What that machine does, which only reads."""
    return machine.package(server.address, token(READER), READ_ONLY)


def test_the_first_machine_does_all_the_work_and_uploads_it(first: Packaged) -> None:
    assert len(first.zips) == len(NAMES)
    # For all: fetching uv, one installation, one compilation. For each: its declarations, its zip.
    assert len(first.started) == 3 + 2 * len(NAMES)
    assert first.count("remote_cache_write_successes") == len(first.started)
    assert first.count("remote_cache_write_errors") == 0


def test_the_second_machine_starts_no_process_of_the_build(
    first: Packaged, second: Packaged
) -> None:
    assert second.started == []
    assert second.count("remote_cache_requests") == len(first.started)
    assert second.count("remote_cache_requests_cached") == len(first.started)
    # What it executes is what no cache may know: where its interpreter and its index are.
    executed = second.count("local_execution_requests")
    assert executed == second.count("local_cache_requests") - len(first.started)


def test_the_second_machine_has_the_same_zips(first: Packaged, second: Packaged) -> None:
    assert second.zips == first.zips


def test_a_machine_that_only_reads_leaves_the_remote_cache_as_it_was(
    server: BuildGrid, filled: set[str], second: Packaged
) -> None:
    assert filled
    assert server.stored == filled
    assert second.count("remote_cache_write_attempts") == 0


def test_a_wrong_token_is_refused_and_the_build_goes_on(
    server: BuildGrid, second: Packaged, machine: Machine
) -> None:
    before = server.stored
    machine.write_lambda(NAMES[0], "wrong token")

    packaged = machine.package(server.address, token(WRITER, secret="another"))

    assert "Failed to read from remote cache" in packaged.log
    assert "Unauthenticated" in packaged.log
    assert packaged.count("remote_cache_requests_cached") == 0
    assert server.stored == before
    assert packaged.zips[f"{NAMES[0]}.zip"] != second.zips[f"{NAMES[0]}.zip"]


def test_a_build_goes_on_without_the_server_and_says_so(
    server: BuildGrid, second: Packaged, machine: Machine
) -> None:
    machine.write_lambda(NAMES[0], "no server")
    server.stop()
    try:
        packaged = machine.package(server.address, token(WRITER))
    finally:
        server.start()

    assert "Failed to read from remote cache" in packaged.log
    assert packaged.count("remote_cache_requests_cached") == 0
    assert packaged.zips[f"{NAMES[0]}.zip"] != second.zips[f"{NAMES[0]}.zip"]
