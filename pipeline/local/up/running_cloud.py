"""The whole cloud of a checkout, for as long as a `with` block lasts."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..cloud import LocalCloud
from ..gateway.gateway import Gateway
from ..page.application import FrontPage
from ..page.view import LogLine
from .artifacts import Packager, stale
from .command import StartCloud
from .control import Control
from .control_server import ControlServer, check_port
from .databases import Databases
from .deployed import Deployed
from .examples import read_examples
from .guard import Guard
from .hot_code import HotCode
from .preparation import Preparation, kinds_wanted
from .queue_sender import send_message
from .recorder import Recorder
from .running import Place, Running
from .shortcut import write_shortcut
from .state.folder import StateFolder
from .state.keeper import Keeper
from .state.kept_aws import restore_aws
from .view import View
from .watching import Watching

__all__ = ["RunningCloud"]

_OWNER_ONLY = 0o700


class RunningCloud:
    """Everything that `up` starts; use it as a context manager.

    Args:
        command: what was asked for.
        say: told, line by line, what is being done.

    Raises:
        LocalError: a part did not come up; what had been started is ended.
    """

    def __init__(self, command: StartCloud, say: Callable[[str], None]) -> None:
        self._command = command
        self._say = say
        self._down = threading.Event()
        self._changing = threading.Lock()
        self._recorder = Recorder()
        with contextlib.ExitStack() as closing:
            self._start(closing)
            self._closing = closing.pop_all()

    def _start(self, closing: contextlib.ExitStack) -> None:
        command = self._command
        check_port(command.port)
        place = Place(command.checkout, command.name)
        locks = [closing.enter_context(place.claim())]
        kept = StateFolder(command.state) if command.state else None
        if kept:
            locks.append(closing.enter_context(kept.claim()))
        workspace = Path(tempfile.mkdtemp(prefix="local-cloud-")).resolve()
        guard = Guard(workspace, [place.file, place.shortcut], locks)
        closing.callback(guard.close)
        self._package(guard.environment)
        self._databases = Databases(
            kept.path if kept else _folder(workspace, "databases"),
            _folder(workspace, "scratch"),
            guard.environment,
            kinds_wanted(command.lambdas, command.checkout),
        )
        closing.callback(self._databases.close)
        with ThreadPoolExecutor(1) as pool:
            started = pool.submit(self._databases.start)
            self._cloud = LocalCloud(self._recorder, workspace=_folder(workspace, "cloud"))
            closing.callback(self._cloud.close)
            code = HotCode(self._cloud, command.checkout, _folder(workspace, "edits"))
            self._deployed = Deployed(command, self._cloud, code, self._recorder, self._say)
            if kept:
                restore_aws(kept.aws, self._cloud.sources.deliver)
            self._deployed.deploy(kept)
        started.result()
        self._preparation = Preparation(
            command.lambdas,
            command.stages,
            command.checkout,
            self._databases,
            _folder(workspace, "values"),
            {**guard.environment, **self._cloud.aws.environment},
        )
        closing.callback(self._preparation.close)
        self._deployed.prepare(self._preparation)
        if kept:
            keeper = Keeper(self._cloud, kept, self._say)
            closing.callback(keeper.close)
        self.view = View(
            self._cloud,
            self._recorder,
            command.stages,
            self._deployed.routes,
            {name: read_examples(name, command.checkout) for name in command.lambdas},
        )
        page = FrontPage(self.view)
        front = Gateway(self._cloud, page, command.port)
        closing.callback(front.close)
        token = secrets.token_urlsafe(24)
        control = ControlServer(Control(self, token))
        closing.callback(control.close)
        self.environment = self._cloud.aws.environment
        self.page_url = front.url + page.path
        self.running = Running(os.getpid(), front.url, self._cloud.aws.url, control.url, token)
        place.publish(self.running)
        write_shortcut(place.shortcut, place.name)
        self.shortcut = place.shortcut.relative_to(command.checkout)
        threading.Thread(
            target=self._deployed.read_routes, args=[command.lambdas], name="routes", daemon=True
        ).start()
        if command.watch:
            watching = Watching(
                command.lambdas,
                command.checkout,
                code,
                self._changing,
                self._say,
                self._deployed.read_routes,
            )
            closing.callback(watching.close)

    def _package(self, environment: dict[str, str]) -> None:
        checkout = self._command.checkout
        old = [name for name in self._command.lambdas if stale(name, checkout)]
        if old:
            Packager(checkout, self._say, environment).package(old)

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until somebody asks for the end; whether that was so within `seconds`."""
        return self._down.wait(seconds)

    def send(self, lambda_name: str, queue: str | None, stage: str, body: str) -> tuple[str, str]:
        """Sends a message to a queue of a lambda; the queue's name and the message's id."""
        return send_message(self._cloud.aws.client("sqs"), lambda_name, queue, stage, body)

    def logs(
        self, after: int | None, lambda_name: str | None, stage: str | None, wait: float
    ) -> list[LogLine]:
        """Lines above a cursor, after waiting for one; without a cursor the latest."""
        if after is not None and wait > 0:
            self._recorder.wait(after, wait)
        return self._recorder.logs(1000, after, lambda_name=lambda_name, stage=stage)

    def reset(self) -> None:
        """Makes everything as it was at the start: versions, queues, tables, databases, mail."""
        with self._changing:
            mappings = self._cloud.sources.mappings
            for mapping in mappings.all():
                mappings.delete(mapping.uuid)
            self._cloud.aws.reset()
            self._databases.reset()
            self._deployed.deploy(None)
            self._deployed.prepare(self._preparation)
            self._recorder.forget()
        self._deployed.read_routes(self._command.lambdas)

    def down(self) -> None:
        """Ends the cloud, soon."""
        self._down.set()

    def close(self) -> None:
        """Ends every process and removes every file but what is to be kept."""
        self._closing.close()

    def __enter__(self) -> RunningCloud:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir(_OWNER_ONLY)
    return made
