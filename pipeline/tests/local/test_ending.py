"""How signals end a command."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import os, signal, sys
from pipeline.local.ending import end_if_asked, end_on_signals

number = int(sys.argv[1])
end_on_signals()
try:
    {code}
    print("went on")
    end_if_asked()
    print("was not asked")
finally:
    print("cleaned up")
"""
_AT_ONCE = "os.kill(os.getpid(), number)"
# Whatever is raised while an object is destroyed is forgotten.
_FORGOTTEN = "type('Last', (), {'__del__': lambda _: os.kill(os.getpid(), number)})()"


def run(code: str, number: int) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.replace("{code}", code), str(number)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


# An uncaught KeyboardInterrupt ends Python by the signal itself; typer makes it 130.
@pytest.mark.parametrize(("number", "status"), [(2, -2), (15, 143)])
def test_a_signal_ends_the_command_after_it_has_cleaned_up(number: int, status: int) -> None:
    assert run(_AT_ONCE, number) == (status, "cleaned up\n")


@pytest.mark.parametrize(("number", "status"), [(2, -2), (15, 143)])
def test_a_signal_whose_exception_was_forgotten_ends_it_all_the_same(
    number: int, status: int
) -> None:
    assert run(_FORGOTTEN, number) == (status, "went on\ncleaned up\n")


def test_without_a_signal_it_goes_on() -> None:
    assert run("pass", 15) == (0, "went on\nwas not asked\ncleaned up\n")
