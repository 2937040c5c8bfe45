"""Writes down, again and again and in the end, what a cloud is to keep."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ...cloud import LocalCloud
from ...errors import LocalError
from .folder import StateFolder
from .kept_aws import save_aws
from .kept_functions import save_functions

__all__ = ["Keeper"]

_EVERY_SECONDS = 10.0


class Keeper:
    """Saves every ten seconds, so that a crash costs no more, and on `close()`.

    Args:
        cloud: what is kept.
        folder: where.
        say: told what goes wrong meanwhile.
    """

    def __init__(self, cloud: LocalCloud, folder: StateFolder, say: Callable[[str], None]) -> None:
        self._cloud = cloud
        self._folder = folder
        self._say = say
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            try:
                self._save()
            except (LocalError, OSError) as error:
                self._say(f"The state was not kept: {error}")

    def _save(self) -> None:
        save_functions(self._cloud, self._folder)
        save_aws(self._folder.aws)

    def close(self) -> None:
        """Saves for the last time.

        Raises:
            OSError: there is no space, say.
        """
        self._stop.set()
        self._thread.join(timeout=30)
        self._save()
