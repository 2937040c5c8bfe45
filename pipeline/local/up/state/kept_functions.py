"""The published versions of functions and their aliases, written to a file and made again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from typing import Any

from ...alias import LATEST, Alias
from ...cloud import LocalCloud
from ...errors import StateUnusable
from ...function import Function
from ...version import Configuration, Version
from ..edited_code import EditedCode
from .folder import StateFolder, write_whole

__all__ = ["restore_function", "save_functions"]


def save_functions(cloud: LocalCloud, folder: StateFolder) -> None:
    """Writes every function down, but for versions that hold edits which were never packaged."""
    kept = {function.name: _described(function, folder) for function in cloud.functions.all()}
    write_whole(folder.functions, json.dumps(kept, indent=1).encode())


def _described(function: Function, folder: StateFolder) -> dict[str, Any]:
    with function.releases() as (_, versions, aliases):
        packaged = [
            version
            for version in versions.all()
            if version.number != LATEST and not isinstance(version.code, EditedCode)
        ]
        return {
            "versions": [_version(version, folder) for version in packaged],
            # One that leads to an edit will lead to what is deployed at the next start.
            "aliases": [
                {"name": alias.name, "version": alias.version, "weights": dict(alias.weights)}
                for alias in aliases.all()
                if set(alias.versions()) <= {version.number for version in packaged}
            ],
        }


def _version(version: Version, folder: StateFolder) -> dict[str, Any]:
    kept = folder.code / f"{hashlib.sha256(version.code.code_sha256.encode()).hexdigest()}.zip"
    if not kept.exists():
        part = kept.with_suffix(".part")
        shutil.copyfile(version.code.zip_path, part)
        part.replace(kept)
    return {
        "number": version.number,
        "description": version.description,
        "configuration": dataclasses.asdict(version.configuration),
        "code": kept.name,
    }


def restore_function(cloud: LocalCloud, name: str, folder: StateFolder) -> Function | None:
    """Makes a function with the versions and aliases that were kept; None where none were.

    Raises:
        StateUnusable: what was kept is damaged.
    """
    if not folder.functions.exists():
        return None
    try:
        kept = json.loads(folder.functions.read_text(encoding="utf-8")).get(name)
        if kept is None or not kept["versions"]:
            return None
        return _made(cloud, name, kept, folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateUnusable(f"{folder.functions} is damaged ({error!r}): remove it") from error


def _made(cloud: LocalCloud, name: str, kept: dict[str, Any], folder: StateFolder) -> Function:
    function: Function | None = None
    made = 0
    for each in kept["versions"]:
        zip_path = folder.code / each["code"]
        code = cloud.functions.code.add(zip_path.read_bytes(), zip_path)
        configuration = Configuration(**each["configuration"])
        if function is None:
            function = cloud.functions.create(name, code, configuration)
            function.wait_until_active()
        gone = []
        with function.releases() as (latest, versions, _):
            while made < int(each["number"]):
                # A number that is missing was a version that somebody deleted, or an edit.
                latest.update(code=code, configuration=configuration)
                version = versions.publish(description=each["description"])
                gone.append(version.number)
                made = int(version.number)
        for number in gone[:-1]:
            function.delete_version(number)
    if function is None:
        raise KeyError("versions")
    with function.releases() as (_, _, aliases):
        for each in kept["aliases"]:
            aliases.create(Alias(each["name"], each["version"], weights=each["weights"]))
    return function
