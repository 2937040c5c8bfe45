"""Artifacts whose entry module does not come up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .world import NAME, World

ENTRY = "neoapp_sample/main.py"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise LookupError('no such table')\n", "LookupError: no such table"),
        ("import absent\n", "ModuleNotFoundError: No module named 'absent'"),
        ("main = (\n", "SyntaxError"),
        ("handler = print\n", "has no attribute 'main'"),
        ("print('bye')\nraise SystemExit(3)\n", "exit status 3). Mend it; "),
        ("import os\nos._exit(0)\n", "ended without a report of its modules"),
        ("import os\nos.kill(os.getpid(), 9)\n", "signal: killed"),
        ("print('\\x1b[2Jwiped')\nraise ValueError\n", "It printed:\n\\x1b[2Jwiped"),
    ],
)
def test_it_is_said_how_the_import_ended_and_what_it_printed(
    world: World, code: str, says: str
) -> None:
    world.package({ENTRY: code})

    answer = world.budget()

    assert answer.code == 1
    assert answer.text.startswith(f"{NAME}: neoapp_sample.main.main ")
    assert says in answer.text
    assert "\x1b" not in answer.text
    assert world.document()["failed"][0]["error"]["kind"] == "ImportFailed"


def test_an_import_that_hangs_is_ended_with_everything_that_it_started(world: World) -> None:
    world.say_in_settings("[budget]\nimport_seconds = 1\n")
    world.package(
        {
            ENTRY: "import subprocess, time\n"
            "child = subprocess.Popen(['sleep', '600'])\n"
            "print('waiting for', child.pid, flush=True)\n"
            "time.sleep(600)\n"
        }
    )

    answer = world.budget()

    assert answer.code == 1
    assert "was not imported within 1 s. Mend it" in answer.text
    child = re.search(r"It printed:\nwaiting for (\d+)", answer.text)
    assert child
    # What has ended and was not waited for yet has none.
    commands = Path(f"/proc/{child[1]}/cmdline")
    assert not commands.exists() or commands.read_bytes() == b""


def test_of_an_output_without_end_only_the_end_is_shown(world: World) -> None:
    world.say_in_settings("[budget]\nimport_seconds = 1\n")
    world.package({ENTRY: "import os\nwhile True:\n    os.write(1, b'spam' * 10000)\n"})

    answer = world.budget()

    assert answer.code == 1
    assert "It printed:\n... " in answer.text
    assert len(answer.text) < 3000


def test_a_thread_that_the_import_leaves_behind_is_not_waited_for(world: World) -> None:
    world.package(
        {
            ENTRY: "import threading, time\n"
            "threading.Thread(target=time.sleep, args=(600,)).start()\n"
            "main = print\n"
        }
    )
    assert world.budget().code == 0


def test_whatever_the_import_puts_among_the_modules_is_counted_as_text(world: World) -> None:
    world.package(
        {
            ENTRY: "import sys\n"
            "sys.modules.update({'\\udcff': sys, '\\x1b[2J\\n': None, 5: sys})\n"
            "main = print\n"
        }
    )
    assert world.budget("--record").code == 0
    assert {"\\udcff", "\x1b[2J\n"} <= set(world.recorded()["modules"])
