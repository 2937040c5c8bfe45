"""Brings a stage's database to the form that this version needs. Running it again changes nothing.

    python -m neoapp_banner.scripts.migrate --stage hom status
    python -m neoapp_banner.scripts.migrate --stage hom

Code of two versions meets one database while `hom` and `prod` differ: see `mew.migrate` on what to
add first, and on when to take the old form away.
"""

import sys
from pathlib import Path

from mew.migrate import main, sql

from . import migrations

MIGRATIONS = sql(
    "neoapp/{stage}/banner-database",
    Path(migrations.__file__).parent,
)

if __name__ == "__main__":
    sys.exit(main(MIGRATIONS))
