"""The versions that a lock gives to what is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional, Tuple

from pants.backend.python.pip_requirement import PipRequirement
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import PythonResolveField
from pants.backend.python.util_rules.pex_requirements import (
    LoadedLockfile,
    LoadedLockfileRequest,
    Lockfile,
    Resolve,
)
from pants.engine.addresses import Address
from pants.engine.fs import Digest
from pants.engine.rules import Get, collect_rules, rule
from pants.util.frozendict import FrozenDict

from lambda_zip.errors import LambdaZipError
from lambda_zip.requirements import pinned, pins_of


@dataclass(frozen=True)
class PinRequest:
    """What to pin.

    Args:
        address: What is packaged, for errors.
        kind: What that is, for errors.
        resolve: The resolve that it takes requirements from.
        requirements: Those that it imports.
    """

    address: Address
    kind: str
    resolve: PythonResolveField
    requirements: Tuple[PipRequirement, ...]


@dataclass(frozen=True)
class Pinned:
    """Requirements as the lock has them.

    Args:
        requirements: As requirements.pinned() gives them.
        lock: The lock, as the only file of a digest.
        lock_path: Its path there.
    """

    requirements: Tuple[str, ...]
    lock: Digest
    lock_path: str


@dataclass(frozen=True)
class LockRequest:
    """The lock of a resolve."""

    resolve: str


@dataclass(frozen=True)
class Lock:
    """A lock, read once for all that is packaged from it.

    Args:
        digest: The lock, as the only file.
        path: Its path there.
        pins: As requirements.pins_of() gives them, or None for PEX's own format.
    """

    digest: Digest
    path: str
    pins: Optional[FrozenDict[str, Tuple[PipRequirement, ...]]]


@rule
async def read_lock(request: LockRequest) -> Lock:
    lock = await Get(
        LoadedLockfile,
        LoadedLockfileRequest(
            await Get(Lockfile, Resolve(request.resolve, use_entire_lockfile=True))
        ),
    )
    lines = lock.as_constraints_strings
    pins = None if lines is None else FrozenDict(pins_of(lines, lock.lockfile_path))
    return Lock(lock.lockfile_digest, lock.lockfile_path, pins)


@rule
async def pin(request: PinRequest, python_setup: PythonSetup) -> Pinned:
    resolve = request.resolve.normalized_value(python_setup)
    lock = await Get(Lock, LockRequest(resolve))
    if lock.pins is None:
        raise LambdaZipError(
            request.address,
            f"the lock {lock.path} of the resolve {resolve!r} is in PEX's own format, and "
            "uv reads requirements files. Write the lock with `uv pip compile --generate-hashes`.",
            request.kind,
        )
    try:
        requirements = pinned(request.requirements, lock.pins, lock.path)
    except ValueError as error:
        raise LambdaZipError(request.address, str(error), request.kind) from error
    return Pinned(tuple(requirements), lock.digest, lock.path)


def rules() -> Iterable[object]:
    return collect_rules()
