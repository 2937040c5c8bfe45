"""A cloud that cannot come up says why, with exit code 2, and leaves nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal


@pytest.fixture(autouse=True)
def _nothing_is_left(nothing_is_left: Callable[[], None]) -> object:
    yield
    nothing_is_left()


def refused(terminal: Terminal, *arguments: str) -> str:
    code, said = terminal.run("up", *arguments)
    assert code == 2, said
    # A script's own words may be a traceback; ours are not.
    assert "Traceback" not in said.partition("error: ")[0]
    assert "error: " in said
    return said


def test_an_unknown_lambda_or_stage_is_named_with_those_there_are(terminal: Terminal) -> None:
    assert "there is no lambda 'other' in this repository; it has: neoapp_sample" in refused(
        terminal, "other"
    )
    assert "unknown stage 'dev'; it is one of local, hom, prod" in refused(
        terminal, "--stage", "dev"
    )
    assert "cannot be called '../x'" in refused(terminal, "--name", "../x")


def test_a_taken_port_is_named(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = refused(terminal, "--port", str(port))

    assert f"port {port} of 127.0.0.1 cannot be used: Address already in use" in said


def test_a_second_cloud_of_the_same_name_is_refused_and_the_first_goes_on(
    terminal: Terminal,
) -> None:
    with terminal.up() as up:
        said = refused(terminal)

        assert f"the cloud 'cloud' of this checkout runs already (process {up.pid}, http://" in said
        assert terminal.run("status")[0] == 0


def test_a_broken_artifact_is_named(checkout: ScratchCheckout, terminal: Terminal) -> None:
    checkout.package().write_bytes(b"PK no zip")

    assert "neoapp_sample.zip is not a usable zip" in refused(terminal)


def test_a_script_that_fails_is_named_with_its_own_words(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    checkout.write("scripts/setup_env.py", "raise SystemExit('no such table')")

    said = refused(terminal)

    assert "lambdas/neoapp_sample/scripts/setup_env.py --stage" in said
    assert "no such table" in said


def test_a_partner_that_does_not_start_is_named_with_its_own_words(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    folder = checkout.root / "lambdas" / "neoapp_sample" / "tests"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "partner_server.py").write_text("raise ValueError('no partner today')")

    said = refused(terminal)

    assert "lambdas/neoapp_sample/tests/partner_server.py did not start" in said
    assert "no partner today" in said


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("#!/bin/sh\necho 'cannot resolve it' >&2; exit 3\n", "cannot resolve it"),
        (None, "does not exist to build it with"),
    ],
)
def test_an_artifact_that_cannot_be_built_is_named(
    checkout: ScratchCheckout, terminal: Terminal, script: str | None, message: str
) -> None:
    checkout.package().unlink()
    if script:
        (checkout.root / "pants").write_text(script)
        (checkout.root / "pants").chmod(0o755)

    assert message in refused(terminal)


def test_a_stale_artifact_is_built_before_it_is_used(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    built = checkout.package()
    fresh = built.rename(built.with_suffix(".fresh"))
    (checkout.root / "pants").write_text(
        '#!/bin/sh\necho "asked for: $*, concurrent: $PANTS_CONCURRENT"\n'
        f"cp '{fresh}' '{built}'\ntouch -d @1 '{built}'\n"
    )
    (checkout.root / "pants").chmod(0o755)

    for expected in (True, False):
        with terminal.up() as up:
            pass
        asked = "asked for: --no-dynamic-ui package lambdas/neoapp_sample::, concurrent: true"
        assert (asked in up.said) is expected
    checkout.write("main.py", (checkout.root / "lambdas/neoapp_sample/main.py").read_text() + "\n")
    with terminal.up() as up:
        assert asked in up.said


def test_a_disk_without_space_is_named(terminal: Terminal) -> None:
    # Files may not grow: what a full disk is to a program, without one.
    limited = ("prlimit", "--fsize=300", "--")
    with terminal.popen("up", prefix=limited) as process:
        said = process.communicate(timeout=120)[0]

    assert process.returncode == 2, said
    assert "a file may not grow so large" in said


def test_a_missing_interpreter_is_named(
    checkout: ScratchCheckout, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of all packages, the one that runs functions is hidden.
    hiding = checkout.root / "sitecustomize.py"
    hiding.write_text(
        "import importlib.metadata as found\n"
        "real = found.distribution\n"
        "def distribution(name):\n"
        "    if name == 'awslambdaric':\n"
        "        raise found.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "found.distribution = distribution\n"
    )
    monkeypatch.syspath_prepend(str(checkout.root))

    assert "the package awslambdaric is not installed beside the pipeline" in refused(terminal)


def test_nothing_can_be_asked_where_no_cloud_runs(terminal: Terminal) -> None:
    for command in ("status", "logs", "mail", "reset", "down"):
        code, said = terminal.run(command)
        assert code == 2
        assert "no cloud 'cloud' of this checkout runs. Start it:" in said
