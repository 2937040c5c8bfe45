"""SnapStart: no connection may be part of a snapshot, which many environments are restored from.

Source: AWS Lambda Developer Guide, "Lambda SnapStart runtime hooks for Python". The runtime brings
the module `snapshot_restore_py`; elsewhere it may be missing, and then there are no snapshots.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

_lock = threading.Lock()
_registered = False


def register(close_all: Callable[[], None]) -> None:
    """Have everything closed before a snapshot, and again after a restore, once per environment."""
    global _registered
    with _lock:
        if _registered:
            return
        _registered = True
        try:
            import snapshot_restore_py  # type: ignore[import-untyped]
        except ModuleNotFoundError:
            return
        snapshot_restore_py.register_before_snapshot(close_all)
        # What another hook opened between ours and the snapshot is closed too.
        snapshot_restore_py.register_after_restore(close_all)
