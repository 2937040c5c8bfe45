"""What keeps a migration from running."""

from __future__ import annotations

from ..errors import MewError


class MigrateError(MewError):
    """The database cannot be migrated; the message says what to change."""


class MigrationRunning(MigrateError):
    """Another migration of the same database did not end in time."""
