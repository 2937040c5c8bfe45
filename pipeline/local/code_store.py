"""The code of every version, unpacked once however many versions share it."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from pathlib import Path

from .task_root import TaskRoot

__all__ = ["CodeStore"]


class CodeStore:
    """Unpacked zips by their content, thread-safe; use it as a context manager.

    Args:
        folder: an existing folder for them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._roots: dict[str, TaskRoot] = {}
        self._lock = threading.Lock()
        self._closing = contextlib.ExitStack()

    def add(self, content: bytes, zip_path: Path | None = None) -> TaskRoot:
        """The code in a zip, ready to run.

        Args:
            content: the zip.
            zip_path: where it is, if it is in a file.

        Raises:
            ArtifactInvalid: it is none that Lambda takes.
        """
        key = hashlib.sha256(content).hexdigest()
        with self._lock:
            if key not in self._roots:
                folder = self._folder / key[:16]
                folder.mkdir(exist_ok=True)
                if zip_path is None:
                    zip_path = folder / "code.zip"
                    zip_path.write_bytes(content)
                self._roots[key] = self._closing.enter_context(TaskRoot(zip_path, folder))
            return self._roots[key]

    def close(self) -> None:
        """Removes everything."""
        self._closing.close()

    def __enter__(self) -> CodeStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
