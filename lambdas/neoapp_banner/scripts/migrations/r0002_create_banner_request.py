"""Create the table of requests that editors gave a name, so that none makes two banners.

It refers to no banner: a request is remembered when its banner is deleted.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql

revision = "0002"
down_revision = "0001"

# UTC. Without the variant SQL Server gets DATETIME, which rounds to 1/300 s.
_TIME = sa.DateTime().with_variant(mssql.DATETIME2(0), "mssql")  # type: ignore[no-untyped-call]


def upgrade() -> None:
    """From 0001 to this revision."""
    op.create_table(
        "banner_request",
        sa.Column("id", sa.Unicode(64), primary_key=True),
        sa.Column("fingerprint", sa.Unicode(64), nullable=False),
        sa.Column("banner_id", sa.Unicode(26), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
    )
