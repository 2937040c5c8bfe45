"""Takes the figures of artifacts, on the runtime that stands for Lambda's."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.changed.init_time import init_times
from pipeline.delivery.artifact import Artifact, read_artifact
from pipeline.delivery.errors import ArtifactInvalid
from pipeline.local.errors import ArtifactInvalid as ZipInvalid
from pipeline.local.errors import RuntimeUnavailable
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version

from .contents import contents_of
from .errors import NotMeasurable
from .figures import Figures
from .importing import imports_of
from .imports import Imports

__all__ = ["Bench", "bench"]

_BARE = "def handler(event, context):\n    return None\n"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where artifacts are measured: `bare` is a function that does nothing, to compare with."""

    workspace: Path
    runtime: ManagedRuntime
    bare: Path

    def measure(
        self, name: str, folder: Path, seconds: float, rounds: int, say: Callable[[str], None]
    ) -> Figures:
        """The figures of the lambda `name`, whose zip and manifest are in `folder`.

        Args:
            name: the lambda.
            folder: of the artifacts.
            seconds: how long its entry module may take to import.
            rounds: how often it is started in turn with the bare function; with 0 it is not.
            say: is told what is being done.

        Raises:
            ArtifactInvalid: zip or manifest are missing or damaged.
            ImportFailed: the entry module can't be imported.
        """
        artifact = read_artifact(name, folder)
        contents = contents_of(artifact)
        path = folder / f"{name}.zip"
        say("counting the modules that it imports")
        with self._unpacked(artifact, path) as root:

            def imported(way: str) -> Imports:
                configuration = Configuration(
                    handler=artifact.manifest.handler,
                    memory_size=artifact.manifest.memory or 128,
                    initialization_type=way,
                )
                version = Version(name, "1", configuration, root)
                return imports_of(version, self.runtime, seconds)

            init, ahead = imported("on-demand"), imported("provisioned-concurrency")
        ratio: float | None = None
        if rounds:
            say("comparing its init with a bare function's")
            taken = init_times((self.bare, path), rounds)
            if len(taken) == 2:
                ratio = round(taken[path] / taken[self.bare], 2)
        return Figures(name, contents, init, ahead, ratio)

    @contextmanager
    def _unpacked(self, artifact: Artifact, path: Path) -> Iterator[TaskRoot]:
        try:
            root = TaskRoot(path, self.workspace)
        except ZipInvalid as error:
            raise ArtifactInvalid(
                str(error).removesuffix("."),
                f"Build it again: ./pants package lambdas/{artifact.name}",
            ) from error
        with root:
            yield root


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench in a folder of its own, which goes with it.

    Raises:
        NotMeasurable: functions can't run beside this process.
    """
    with tempfile.TemporaryDirectory(prefix="budget-") as folder:
        workspace = Path(folder)
        try:
            runtime = ManagedRuntime(workspace)
        except RuntimeUnavailable as error:
            raise NotMeasurable(
                str(error).removesuffix("."), "Run it by `./pants run pipeline -- budget`"
            ) from error
        bare = workspace / "bare.zip"
        with zipfile.ZipFile(bare, "w") as archive:
            archive.writestr("lambda_function.py", _BARE)
        yield Bench(workspace, runtime, bare)
