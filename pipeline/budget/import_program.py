"""Imports an entry module as Lambda's runtime client does, and writes down what that loaded.

    python -I -S import_program.py TASK_ROOT PACKAGES HANDLER FILE

A program of its own on the function's interpreter, so it imports nothing that is not there. Nothing
of the standard library is imported before the counting that the runtime client would not import.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

# What type checkers take for true; `typing` itself would be missing from the count.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType, ModuleType

__all__ = ["ARTIFACT", "RUNTIME", "STANDARD_LIBRARY"]

ARTIFACT, RUNTIME, STANDARD_LIBRARY = "artifact", "runtime", "standard library"


class _Watch:
    """A finder that finds nothing: it only sees who asks for a module that is not loaded yet."""

    def __init__(self) -> None:
        self.importers: dict[str, tuple[str, int]] = {}

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        """Called by the import system."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and _name(frame).partition(".")[0] == "importlib":
            frame = frame.f_back
        if frame is not None and _name(frame) != __name__:
            self.importers.setdefault(name, (_name(frame), frame.f_lineno))


def _name(frame: FrameType) -> str:
    return _text(str(frame.f_globals.get("__name__")))


def _text(name: str) -> str:
    """The name as text that JSON can carry: code may have put anything there."""
    return name.encode("utf-8", "backslashreplace").decode()


def _from(name: str, module: ModuleType, folders: Mapping[str, str]) -> str:
    spec = getattr(module, "__spec__", None)
    # A namespace package has folders and no file.
    inside = getattr(spec, "submodule_search_locations", None) or ()
    places = [getattr(spec, "origin", None), *inside]
    for kind, folder in folders.items():
        if any(isinstance(place, str) and place.startswith(f"{folder}/") for place in places):
            return kind
    if any(isinstance(place, str) and place.startswith("/") for place in places):
        return STANDARD_LIBRARY
    # What is left is built in, frozen, or was made by code that ran.
    return STANDARD_LIBRARY if name.partition(".")[0] in sys.stdlib_module_names else ARTIFACT


def _main(task_root: str, packages: str, handler: str, file: str) -> None:
    sys.path.append(packages)
    importlib.import_module("awslambdaric.__main__")
    # As `python -m awslambdaric`, started in the task's folder, has it.
    sys.path.insert(0, task_root)
    before = set(sys.modules)
    watch = _Watch()
    sys.meta_path.insert(0, watch)
    entry, _, function = handler.rpartition(".")
    entry = entry.replace("/", ".")
    getattr(importlib.import_module(entry), function)
    sys.meta_path.remove(watch)
    folders = {ARTIFACT: task_root, RUNTIME: packages}
    # Of each: where it is from, who imported it first, and on which line.
    modules: dict[str, tuple[str, str, int]] = {
        _text(name): (_from(name, module, folders), *watch.importers.get(name, ("", 0)))
        for name, module in list(sys.modules.items())
        if isinstance(name, str) and name not in before
    }
    with open(file, "w", encoding="ascii") as report:  # noqa: PTH123 - pathlib would be counted
        json.dump({"entry": entry, "modules": modules}, report)
    # The runtime client would wait for an event now; nothing that the import started is waited for.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
