"""Deletes versions that nothing leads to any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .errors import Busy
from .gateway import LambdaGateway
from .states import AliasState, VersionState

__all__ = ["prune", "removable"]


def removable(
    versions: Sequence[VersionState], aliases: Iterable[AliasState], keep: int
) -> list[VersionState]:
    """What may go: neither among the newest `keep`, nor named by an alias or a weight.

    The newest always stays, since AWS publishes nothing while `$LATEST` is equal to it.

    Args:
        versions: the oldest first.
        aliases: all of the function's.
        keep: at least 1.
    """
    used = {number for alias in aliases for number in alias.leads_to()}
    return [each for each in versions[: -max(keep, 1)] if each.number not in used]


def prune(gateway: LambdaGateway, name: str, keep: int, *, dry_run: bool = False) -> list[str]:
    """Deletes versions of `name`, and tells which.

    A version that an alias was moved to meanwhile stays: AWS refuses to delete it.

    Raises:
        AwsError: they could not be listed, or one could not be deleted.
    """
    # Versions first: one that is published after that is not among them.
    versions = gateway.versions(name)
    deleted = []
    for version in removable(versions, gateway.aliases(name), keep):
        if not dry_run:
            try:
                gateway.delete_version(name, version.number)
            except Busy:
                continue
        deleted.append(version.number)
    return deleted
