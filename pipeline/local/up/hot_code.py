"""Releases what the checkout holds now, each time as a version of its own."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..alias import Alias
from ..checkout import artifact
from ..cloud import STAGES, LocalCloud
from ..errors import ResourceConflict, ResourceNotFound
from ..function import Function
from ..task_root import TaskRoot
from ..version import Configuration
from .edited_code import EditedCode

__all__ = ["HotCode"]


@dataclass(slots=True)
class _Deployed:
    base: TaskRoot
    configuration: Configuration
    code: TaskRoot
    version: str
    # Environments of an older version may still be busy, so its files stay for one more edit.
    older: list[EditedCode] = field(default_factory=list)


class HotCode:
    """Keeps the functions of a cloud at the checkout's sources; not thread-safe.

    Args:
        cloud: where the functions are.
        checkout: the repository's root.
        folder: an existing folder on the file system of the cloud's workspace.
    """

    def __init__(self, cloud: LocalCloud, checkout: Path, folder: Path) -> None:
        self._cloud = cloud
        self._checkout = checkout
        self._folder = folder
        self._deployed: dict[str, _Deployed] = {}

    def deploy(self, name: str) -> None:
        """Makes a function of the artifact, in place of the one of that name, if there is one.

        Raises:
            UsageError: the artifact is missing or cannot be used.
        """
        function = self._cloud.deploy(name, artifact(name, self._checkout))
        with function.releases() as (latest, versions, _):
            version = versions.all()[-1]
            self._deployed[name] = _Deployed(
                version.code, latest.described.configuration, version.code, version.number
            )

    def adopt(self, function: Function) -> None:
        """Goes on with a function of an earlier run: releases the artifact, where it is another.

        Stages that led to the latest version lead to the artifact; the others stay where they are.

        Raises:
            UsageError: the artifact is missing or cannot be used.
        """
        zip_path = artifact(function.name, self._checkout)
        base = self._cloud.functions.code.add(zip_path.read_bytes(), zip_path)
        configuration = Configuration.from_manifest(zip_path.with_suffix(".json"))
        with function.releases() as (latest, versions, aliases):
            before = versions.all()[-1]
            if (before.code.code_sha256, before.configuration) != (base.code_sha256, configuration):
                latest.update(code=base, configuration=configuration)
            version = versions.publish()
            for stage in STAGES:
                alias = aliases.find(stage)
                if alias is None:
                    aliases.create(Alias(stage, version.number))
                elif alias.version == before.number:
                    aliases.update(stage, version=version.number)
        self._deployed[function.name] = _Deployed(base, configuration, base, version.number)

    def repackaged(self, name: str) -> str | None:
        """Releases the artifact again, which is another by now; what came of it, as `refresh()` does.

        Raises:
            UsageError: the artifact cannot be used.
        """
        zip_path = artifact(name, self._checkout)
        deployed = self._deployed[name]
        deployed.base = self._cloud.functions.code.add(zip_path.read_bytes(), zip_path)
        deployed.configuration = Configuration.from_manifest(zip_path.with_suffix(".json"))
        return self.refresh(name)

    def refresh(self, name: str) -> str | None:
        """Releases the sources as they are now; what came of it, for people, None where nothing did.

        Where they are those of the artifact, that is released. Only aliases that lead to what was
        released here before are moved: the others were put where they are by somebody.

        Raises:
            SourceUnusable: they do not compile; what was released before serves on.
        """
        began = time.monotonic()
        deployed = self._deployed[name]
        edit = EditedCode(deployed.base, name, self._checkout, self._folder)
        code: TaskRoot = edit
        if not edit.edited:
            edit.close()
            code = deployed.base
        if code.code_sha256 == deployed.code.code_sha256:
            if code is edit:
                edit.close()
            return None
        self._release(name, deployed, code)
        what = "is as packaged" if code is deployed.base else f"has {_listed(edit.edited)}"
        return f"{name}: version {deployed.version} {what} ({time.monotonic() - began:.2f} s)"

    def _release(self, name: str, deployed: _Deployed, code: TaskRoot) -> None:
        function = self._cloud.functions.get(name)
        before, previous = deployed.version, deployed.code
        with function.releases() as (latest, versions, aliases):
            latest.update(code=code, configuration=deployed.configuration)
            version = versions.publish()
            for alias in aliases.all():
                if alias.version == before:
                    aliases.update(alias.name, version=version.number)
        deployed.code, deployed.version = code, version.number
        if isinstance(previous, EditedCode):
            # An edit in between is nothing to go back to.
            with contextlib.suppress(ResourceConflict, ResourceNotFound):
                function.delete_version(before)
                deployed.older.append(previous)
        while len(deployed.older) > 1:
            deployed.older.pop(0).close()


def _listed(files: list[str]) -> str:
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"
