"""The lambdas of a running cloud: deployed, prepared, connected, and what each answers to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

from ..checkout import artifact_path
from ..cloud import LocalCloud
from ..errors import ResourceNotFound
from ..page.view import Route
from ..sources.connect import connect
from ..sources.triggers import triggers_of
from .command import StartCloud
from .hot_code import HotCode
from .preparation import Preparation
from .recorder import Recorder
from .routes import read_routes
from .state.folder import StateFolder
from .state.kept_functions import restore_function

__all__ = ["Deployed"]


class Deployed:
    """What the command's lambdas are in the cloud.

    Args:
        command: which lambdas, and at which stages.
        cloud: where they are.
        code: what releases them.
        recorder: does not hear of what is asked of them only to read their routes.
        say: told, line by line, what a person should know.
    """

    def __init__(
        self,
        command: StartCloud,
        cloud: LocalCloud,
        code: HotCode,
        recorder: Recorder,
        say: Callable[[str], None],
    ) -> None:
        self.routes: dict[str, tuple[Route, ...]] = {}
        self._command = command
        self._cloud = cloud
        self._code = code
        self._recorder = recorder
        self._say = say

    def deploy(self, kept: StateFolder | None) -> None:
        """Makes a function of each, or restores the one that was kept."""
        for name in self._command.lambdas:
            function = restore_function(self._cloud, name, kept) if kept else None
            if function:
                self._code.adopt(function)
            else:
                self._code.deploy(name)
            if self._command.watch and (came_of_it := self._code.refresh(name)):
                self._say(came_of_it)

    def prepare(self, preparation: Preparation) -> None:
        """Runs the lambdas' scripts and connects what they made with the functions."""
        preparation.run()
        command = self._command
        for name in command.lambdas:
            triggers = triggers_of(artifact_path(name, command.checkout).with_suffix(".json"))
            for stage in command.stages:
                for missing in connect(self._cloud, name, stage, triggers).missing:
                    self._say(
                        f"{name}: there is no {missing.source} {missing.at(stage)!r} to invoke it."
                        f" Let its scripts/setup_env.py make it."
                    )

    def read_routes(self, lambdas: Iterable[str]) -> None:
        """Also starts each function, so that the first request finds it warm."""
        with self._recorder.unseen():
            for name in lambdas:
                # Who uses the cloud may have deleted it.
                with contextlib.suppress(ResourceNotFound):
                    function = self._cloud.functions.get(name)
                    self.routes[name] = read_routes(function, self._command.stages[0])
