from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from pipeline.local.process import FunctionProcess, exit_reason

Start = Callable[[str], "Running"]


class Running:
    def __init__(self, code: str, folder: Path) -> None:
        self.exits: SimpleQueue[int] = SimpleQueue()
        self.messages: list[str] = []
        self.process = FunctionProcess(
            [sys.executable, "-u", "-c", code],
            {"ONLY": "this", "PATH": "/usr/bin:/bin"},
            folder,
            self.exits.put,
            self.messages.append,
        )


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Running] = []

    def make(code: str) -> Running:
        started.append(Running(code, tmp_path))
        return started[-1]

    yield make
    for running in started:
        running.process.close()


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def state(pid: int) -> str:
    """The state letter of a process; Z is one that is only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"


def test_the_environment_is_exactly_what_was_given(start: Start) -> None:
    running = start("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))")

    running.exits.get(timeout=20)
    running.process.drain()

    assert running.messages == ["['ONLY', 'PATH', '_LAMBDA_TELEMETRY_LOG_FD']\n"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise SystemExit(3)", 3),
        ("pass", 0),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import os; os.abort()", -6),
    ],
)
def test_how_the_process_ended_is_told(start: Start, code: str, expected: int) -> None:
    assert start(code).exits.get(timeout=20) == expected


def test_everything_printed_before_a_drain_is_delivered_by_it(start: Start, tmp_path: Path) -> None:
    running = start(
        "import sys, time, pathlib\n"
        "print('x' * 200000)\nprint('no newline', end='')\nprint(' error', end='', file=sys.stderr)\n"
        "pathlib.Path('done').touch()\ntime.sleep(60)"
    )
    wait_for((tmp_path / "done").exists)

    running.process.drain()

    assert running.messages == ["x" * 200000 + "\n", "no newline error\n"]


def test_a_frozen_process_does_not_run_until_it_is_thawed(start: Start, tmp_path: Path) -> None:
    running = start(
        "import time, pathlib\n"
        "for n in range(6000):\n    pathlib.Path('beat').write_text(str(n)); time.sleep(0.01)"
    )
    beat = tmp_path / "beat"
    wait_for(beat.exists)

    running.process.freeze()
    wait_for(lambda: state(running.process.pid) == "T")
    frozen = beat.read_text()
    time.sleep(0.1)
    assert beat.read_text() == frozen

    running.process.thaw()
    wait_for(lambda: beat.read_text() != frozen)


def test_closing_ends_a_frozen_process_and_every_child_of_it(start: Start, tmp_path: Path) -> None:
    running = start(
        "import subprocess, pathlib, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pid.part').write_text(str(child.pid)); pathlib.Path('pid.part').rename('pid')\n"
        "time.sleep(60)"
    )
    wait_for((tmp_path / "pid").exists)
    child = int((tmp_path / "pid").read_text())
    running.process.freeze()

    running.process.close()

    assert state(running.process.pid) == "gone"
    wait_for(lambda: state(child) in {"gone", "Z"})


def test_closing_leaves_no_open_file_and_no_thread(tmp_path: Path) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors(), threading.active_count()

    for code in ("import time; time.sleep(60)", "pass", "print('x' * 100000)"):
        Running(code, tmp_path).process.close()

    assert (descriptors(), threading.active_count()) == before


def test_a_program_that_cannot_be_started_leaves_nothing_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))

    with pytest.raises(FileNotFoundError):
        FunctionProcess([str(tmp_path / "none")], {}, tmp_path, print, print)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_memory_is_told_while_it_runs_and_afterwards(start: Start, tmp_path: Path) -> None:
    running = start(
        "import pathlib, time\nx = bytearray(60_000_000)\npathlib.Path('done').touch()\ntime.sleep(60)"
    )
    wait_for((tmp_path / "done").exists)
    assert running.process.peak_memory_mb() > 57

    running.process.close()

    assert running.process.peak_memory_mb() > 57


def test_a_closed_process_is_never_signalled_again(start: Start) -> None:
    running = start("pass")
    running.process.close()

    running.process.freeze()
    running.process.kill()
    running.process.close()


def test_the_kernel_ends_a_frozen_function_whose_parent_was_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys, time\n"
        "from pipeline.local.process import FunctionProcess\n"
        # Under nohup the function would inherit that hanging up is ignored.
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "process = FunctionProcess([sys.executable, '-c', 'import time; time.sleep(300)'],\n"
        "                          {}, folder, print, print)\n"
        "process.freeze()\n"
        "(folder / 'part').write_text(str(process.pid)); (folder / 'part').rename(folder / 'pid')\n"
        "time.sleep(300)\n"
    )
    parent = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", code, str(tmp_path)],
        {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    wait_for((tmp_path / "pid").exists)
    pid = int((tmp_path / "pid").read_text())
    wait_for(lambda: state(pid) == "T")

    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)

    wait_for(lambda: state(pid) in {"gone", "Z"})


@pytest.mark.parametrize(
    ("return_code", "expected"),
    [
        (0, "Runtime exited without providing a reason"),
        (3, "Runtime exited with error: exit status 3"),
        (-9, "Runtime exited with error: signal: killed"),
        (-11, "Runtime exited with error: signal: segmentation fault"),
        (-34, "Runtime exited with error: signal: signal 34"),
    ],
)
def test_an_exit_is_worded_as_the_service_words_it(return_code: int, expected: str) -> None:
    assert exit_reason(return_code) == expected
