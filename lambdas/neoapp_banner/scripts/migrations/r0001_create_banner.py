"""Create the tables of banners and of their placements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql

revision = "0001"
down_revision = None

# UTC. Without the variant SQL Server gets DATETIME, which rounds to 1/300 s.
_TIME = sa.DateTime().with_variant(mssql.DATETIME2(0), "mssql")  # type: ignore[no-untyped-call]


def _text(characters: int) -> sa.Unicode:
    """Room for that many characters: SQL Server counts UTF-16 units, up to two for each."""
    return sa.Unicode(2 * characters)


# Of ASCII, and NVARCHAR all the same: pyodbc sends text as that, and SQL Server would not find a
# VARCHAR by its index then.
_ascii = sa.Unicode


def upgrade() -> None:
    """From nothing to this revision."""
    op.create_table(
        "banner",
        sa.Column("id", _ascii(26), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", _text(200), nullable=False),
        sa.Column("alt", _text(400), nullable=False),
        sa.Column("link", _ascii(2000), nullable=False),
        sa.Column("image_id", _ascii(64), nullable=False),
        sa.Column("image_type", _ascii(20), nullable=False),
        sa.Column("image_width", sa.Integer, nullable=False),
        sa.Column("image_height", sa.Integer, nullable=False),
        sa.Column("image_size", sa.Integer, nullable=False),
        sa.Column("audience", _ascii(4000), nullable=False),
        sa.Column("starts_at", _TIME),
        sa.Column("ends_at", _TIME),
        sa.Column("days", _ascii(7)),
        sa.Column("opens", sa.Integer),
        sa.Column("closes", sa.Integer),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("updated_by", _ascii(64), nullable=False),
    )
    op.create_table(
        "banner_placement",
        sa.Column("banner_id", _ascii(26), sa.ForeignKey("banner.id"), primary_key=True),
        sa.Column("placement", _ascii(40), primary_key=True),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
    )
    op.create_index(
        "banner_placement_by_priority", "banner_placement", ["placement", "priority", "banner_id"]
    )
