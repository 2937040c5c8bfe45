"""The program behind `Guard`: waits until the cloud is gone, then ends what it left behind.

It is run by its path, without the packages beside it, so it imports the standard library alone.
Standard input is a pipe that the cloud holds open for as long as it lives: its end comes after a
clean close as after `kill -9`.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["main", "marked"]

MARKER = "LOCAL_CLOUD"
_LIMIT_SECONDS = 20.0
_REAP_SECONDS = 5.0


def marked(workspace: str) -> Iterator[int]:
    """The processes of the cloud whose workspace that is, but for this one.

    Functions are known by their scratch folder, everything else by a variable of its own. Where the
    system has no /proc, none are found.
    """
    signs = (f"\0{MARKER}={workspace}\0".encode(), f"\0TMPDIR={workspace}/".encode())
    for folder in Path("/proc").glob("[0-9]*"):
        # Processes end while they are looked at, and others' are not for everyone to see.
        with contextlib.suppress(OSError):
            environment = b"\0" + (folder / "environ").read_bytes()
            if int(folder.name) != os.getpid() and any(sign in environment for sign in signs):
                yield int(folder.name)


def main(workspace: str, *others: str) -> None:
    """Waits for the end of standard input; then ends processes and removes folders and files.

    Args:
        workspace: the cloud's folder; it is removed.
        others: files that say that the cloud runs; they are removed.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while sys.stdin.buffer.read(1):
        pass
    limit = time.monotonic() + _LIMIT_SECONDS
    quiet = 0
    ended: set[int] = set()
    # A process that was being started when the cloud ended shows its environment a little later.
    while quiet < 2 and time.monotonic() < limit:
        found = list(marked(workspace))
        quiet = 0 if found else quiet + 1
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        ended.update(found)
        time.sleep(0.02)
    # One that its new parent has not waited for yet still seems to be there to who asks for it by its
    # number, as PostgreSQL does with who ran on its files before.
    limit = min(limit, time.monotonic() + _REAP_SECONDS)
    while any(Path(f"/proc/{pid}").exists() for pid in ended) and time.monotonic() < limit:
        time.sleep(0.02)
    for path in others:
        with contextlib.suppress(OSError):
            Path(path).unlink()
    for folder, _, _ in os.walk(workspace):
        with contextlib.suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(workspace, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
