"""Has moto make our own backend of a service instead of its own, for a while."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.core.base_backend import BackendDict, BaseBackend

__all__ = ["MotoPaths", "registered"]


class MotoPaths:
    """Lets a backend outside of moto's packages answer the paths of the one that it extends.

    moto looks for the paths beside the module that a backend's class is defined in.
    """

    @property
    def _url_module(self) -> Any:
        parent = next(
            each.__module__ for each in type(self).__mro__ if each.__module__.startswith("moto.")
        )
        return importlib.import_module(f"{parent.removesuffix('.models')}.urls")


@contextmanager
def registered(backends: BackendDict[Any], own: type[BaseBackend]) -> Iterator[None]:
    """Has `backends` make instances of `own`, from its next reset on."""
    before, backends.backend = backends.backend, own
    try:
        yield
    finally:
        backends.backend = before
