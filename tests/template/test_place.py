"""Where a new lambda goes, and that nothing stays of a run that does not end well."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .checkout import PANTS, TEMPLATE, Checkout

SECONDS = 30


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def wait_until(path: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


@pytest.fixture
def stuck(checkout: Checkout) -> "Iterator[subprocess.Popen[str]]":
    """A run in the middle of writing: it reads a file that nobody ever writes to."""
    (inside,) = checkout.template.glob("{{*")
    os.mkfifo(inside / "zz_never_written.py")
    process = checkout.start("--no-input")
    wait_until(checkout.root / f"dist/.new-lambda-{process.pid}/acme_hello_world/main.py")
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS)


@pytest.mark.parametrize(
    ("folder", "arguments"),
    [
        (".", ()),
        (".", ("-o", "lambdas")),
        (".", ("--output-dir", "templates/not/there/yet")),
        ("lambdas", ()),
        (TEMPLATE, ()),
        ("libs/mew/tests", ()),
    ],
)
def test_wherever_it_is_called_in_the_checkout_it_goes_into_lambdas(
    checkout: Checkout, folder: str, arguments: tuple[str, ...]
) -> None:
    cwd = checkout.root / folder
    cwd.mkdir(parents=True, exist_ok=True)
    template = os.path.relpath(checkout.template, cwd)
    status, output = checkout.run("--no-input", *arguments, cwd=cwd, template=template)
    assert status == 0, output
    assert checkout.lambdas == ["acme_hello_world"]
    assert checkout.left_over == []
    assert not (checkout.root / "templates/not").exists()


def test_a_place_outside_of_a_checkout_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for arguments, cwd in ((("-o", str(outside)), checkout.root), ((), outside)):
        status, output = checkout.run("--no-input", *arguments, cwd=cwd)
        assert status == 1
        assert f"{outside} is outside of a checkout" in output
        assert list(outside.iterdir()) == []
        assert checkout.lambdas == []


@pytest.mark.parametrize("flag", ["--no-input", "--overwrite-if-exists", "--skip-if-file-exists"])
def test_a_lambda_that_exists_is_never_touched(checkout: Checkout, flag: str) -> None:
    assert checkout.run("--no-input")[0] == 0
    (checkout.root / "lambdas/acme_hello_world/main.py").write_text("mine\n")
    before = files_of(checkout.root)
    status, output = checkout.run("--no-input", flag)
    assert status == 1
    assert "lambdas/acme_hello_world exists already" in output
    assert files_of(checkout.root) == before


def test_of_two_runs_at_once_one_makes_the_lambda_and_the_other_says_so(
    checkout: Checkout,
) -> None:
    both = [checkout.start("--no-input") for _ in range(2)]
    outputs = [process.communicate(timeout=SECONDS)[0] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], outputs
    assert checkout.lambdas == ["acme_hello_world"]
    assert checkout.left_over == []


def test_its_documents_are_written_by_the_checkout_itself(checkout: Checkout) -> None:
    assert checkout.run("--no-input")[0] == 0
    log = (checkout.root / "pants.log").read_text()
    assert log == "run libs/mew:generate -- acme_hello_world\n"


def test_when_its_documents_cannot_be_written_nothing_stays(checkout: Checkout) -> None:
    checkout.have_pants(f"{PANTS}ls lambdas >seen\nexit 3\n")
    status, output = checkout.run("--no-input")
    assert status == 1
    assert "lambdas/acme_hello_world is removed again" in output
    assert "FileNotFoundError" not in output
    assert (checkout.root / "seen").read_text() == "acme_hello_world\n"
    assert checkout.lambdas == []
    assert checkout.left_over == []


def test_a_run_that_is_interrupted_while_documents_are_written_leaves_nothing(
    checkout: Checkout,
) -> None:
    checkout.have_pants(f"{PANTS}exec sleep {SECONDS}\n")
    process = checkout.start("--no-input")
    wait_until(checkout.root / "pants.log")
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)
    assert process.returncode != 0
    assert checkout.lambdas == []
    assert checkout.left_over == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_interrupted_while_it_writes_leaves_nothing(
    checkout: Checkout, stuck: "subprocess.Popen[str]", number: signal.Signals
) -> None:
    os.killpg(stuck.pid, number)
    stuck.communicate(timeout=SECONDS)
    assert stuck.returncode != 0
    assert checkout.lambdas == []
    assert checkout.left_over == []


def test_what_a_killed_run_leaves_is_out_of_sight_and_removed_by_the_next(
    checkout: Checkout, stuck: "subprocess.Popen[str]"
) -> None:
    os.killpg(stuck.pid, signal.SIGKILL)
    stuck.communicate(timeout=SECONDS)
    assert checkout.lambdas == []
    assert checkout.left_over == [f".new-lambda-{stuck.pid}"]
    (fifo,) = checkout.template.glob("*/zz_never_written.py")
    fifo.unlink()
    assert checkout.run("--no-input")[0] == 0
    assert checkout.left_over == []


def test_an_error_in_the_template_leaves_nothing(checkout: Checkout) -> None:
    (inside,) = checkout.template.glob("{{*")
    (inside / "zz_broken.py").write_text("{% if %}\n")
    status, _ = checkout.run("--no-input")
    assert status != 0
    assert checkout.lambdas == []
    assert checkout.left_over == []
