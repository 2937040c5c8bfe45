"""The operating system's side of an execution environment: its processes and their output."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from .log import FrameReader

__all__ = ["FunctionProcess", "exit_reason"]

_CHUNK = 65536


class FunctionProcess:
    """A function's process, leader of a process group of its own.

    Args:
        command: the program and its arguments.
        environment: the whole environment; nothing of this process's own is added.
        folder: the working directory.
        on_exit: called once, from another thread, with the return code when the process ends
            (negative: the signal that ended it).
        on_message: called with each message of its output, from another thread or from `drain()`.
    """

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        folder: Path,
        on_exit: Callable[[int], None],
        on_message: Callable[[str], None],
    ) -> None:
        self._on_exit = on_exit
        self._on_message = on_message
        self._frames = FrameReader()
        self._reading = threading.Lock()
        self._signalling = threading.Lock()
        self._reaped = False
        self._closed = False
        self._peak_memory_mb = 0
        self._output, write_end = os.pipe()
        os.set_blocking(self._output, False)
        try:
            self._process = subprocess.Popen(
                command,
                env={**environment, "_LAMBDA_TELEMETRY_LOG_FD": str(write_end)},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                pass_fds=(write_end,),
                # A group, not a session: the kernel ends a stopped group whose parent has died.
                process_group=0,
            )
        except BaseException:
            os.close(self._output)
            raise
        finally:
            os.close(write_end)
        self.pid = self._process.pid
        self._stop_reading, self._wake = os.pipe()
        self._threads = [
            threading.Thread(target=target, name=f"{name}-{self.pid}", daemon=True)
            for name, target in (("exit", self._watch), ("output", self._read))
        ]
        for thread in self._threads:
            thread.start()

    def _watch(self) -> None:
        # Not reaped before close(), so that neither the process's id nor its group's is reused.
        result = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        if result is not None:
            exited = result.si_code == os.CLD_EXITED
            self._on_exit(result.si_status if exited else -result.si_status)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._output, self._stop_reading], [], [])
            if self._stop_reading in ready or not self._read_available():
                return

    def _read_available(self) -> bool:
        """Reads what there is; False when every writer is gone."""
        with self._reading:
            while True:
                try:
                    data = os.read(self._output, _CHUNK)
                except BlockingIOError:
                    return True
                if not data:
                    return False
                for message in self._frames.feed(data):
                    self._on_message(message)

    def drain(self) -> None:
        """Delivers everything that was printed up to now, unfinished lines included."""
        self._read_available()
        with self._reading:
            for message in self._frames.flush():
                self._on_message(message)

    def freeze(self) -> None:
        """Stops the whole group from running, as between invocations."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets the group run again."""
        self._signal(signal.SIGCONT)

    def peak_memory_mb(self) -> int:
        """The largest resident size that the process had, in MB; 0 where the system does not say."""
        if self._peak_memory_mb:
            return self._peak_memory_mb
        try:
            status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return 0
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                return -(-int(line.split()[1]) // 1024)
        return 0

    def close(self) -> None:
        """Ends every process of the group and releases what belonged to it."""
        if self._closed:
            return
        self._closed = True
        self.kill()
        os.write(self._wake, b"x")
        for thread in self._threads:
            thread.join(timeout=10)
        self._reap()
        self.drain()
        for descriptor in (self._output, self._stop_reading, self._wake):
            os.close(descriptor)

    def kill(self) -> None:
        """Ends every process of the group; the rest of `close()` is still to be done."""
        self._signal(signal.SIGKILL)

    def _reap(self) -> None:
        with self._signalling:
            _, status, usage = os.wait4(self.pid, 0)
            self._reaped = True
        self._process.returncode = os.waitstatus_to_exitcode(status)
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        self._peak_memory_mb = -(-usage.ru_maxrss // unit)

    def _signal(self, number: signal.Signals) -> None:
        with self._signalling:
            if self._reaped:
                # Its id may be another's by now.
                return
            # macOS answers EPERM when all that is left of a group is waiting to be reaped.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)


# As the service words them; it is written in Go, whose runtime names signals so.
_SIGNALS = {
    signal.SIGABRT: "aborted",
    signal.SIGBUS: "bus error",
    signal.SIGFPE: "floating point exception",
    signal.SIGHUP: "hangup",
    signal.SIGILL: "illegal instruction",
    signal.SIGINT: "interrupt",
    signal.SIGKILL: "killed",
    signal.SIGPIPE: "broken pipe",
    signal.SIGSEGV: "segmentation fault",
    signal.SIGTERM: "terminated",
}


def exit_reason(return_code: int) -> str:
    """How the service describes that a runtime ended with `return_code`."""
    if return_code == 0:
        return "Runtime exited without providing a reason"
    if return_code > 0:
        return f"Runtime exited with error: exit status {return_code}"
    number = -return_code
    known = {int(key): name for key, name in _SIGNALS.items()}
    return f"Runtime exited with error: signal: {known.get(number, f'signal {number}')}"
