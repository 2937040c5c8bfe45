"""Create the table of greetings."""

import sqlalchemy
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing to this revision."""
    op.create_table(
        "greeting",
        sqlalchemy.Column("id", sqlalchemy.String(64), primary_key=True),
        sqlalchemy.Column("name", sqlalchemy.String(100), nullable=False),
        sqlalchemy.Column("text", sqlalchemy.String(1000), nullable=False),
    )
