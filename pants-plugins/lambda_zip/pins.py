"""The versions that a lock gives to what is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Tuple

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

from lambda_zip.errors import LambdaZipError
from lambda_zip.requirements import pinned


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


@rule
async def pin(request: PinRequest, python_setup: PythonSetup) -> Pinned:
    resolve = request.resolve.normalized_value(python_setup)
    lock = await Get(
        LoadedLockfile,
        LoadedLockfileRequest(await Get(Lockfile, Resolve(resolve, use_entire_lockfile=True))),
    )
    if lock.as_constraints_strings is None:
        raise LambdaZipError(
            request.address,
            f"the lock {lock.lockfile_path} of the resolve {resolve!r} is in PEX's own format, and "
            "uv reads requirements files. Write the lock with `uv pip compile --generate-hashes`.",
            request.kind,
        )
    try:
        requirements = pinned(request.requirements, lock.as_constraints_strings, lock.lockfile_path)
    except ValueError as error:
        raise LambdaZipError(request.address, str(error), request.kind) from error
    return Pinned(tuple(requirements), lock.lockfile_digest, lock.lockfile_path)


def rules() -> Iterable[object]:
    return collect_rules()
