"""How much memory a function uses, as far as the operating system says."""

from __future__ import annotations

from pathlib import Path

__all__ = ["resident_mb"]

_PROC = Path("/proc")


def resident_mb(pid: int) -> int:
    """What a process and its descendants hold in memory now, in MB, rounded up.

    0 where the system does not say (there is no /proc), or when the process is gone.
    """
    total, waiting = 0, [pid]
    while waiting:
        current = waiting.pop()
        try:
            total += _resident_kb(current)
            for thread in (_PROC / str(current) / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except OSError:
            # It ended while it was looked at.
            continue
    return -(-total // 1024)


def _resident_kb(pid: int) -> int:
    for line in (_PROC / str(pid) / "status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
