"""The revisions. Alembic finds them as files; tests under Pants, as what is imported here."""

from . import r0001_create_banner

__all__ = ["r0001_create_banner"]
