"""Brings a stage's database to the form that this version needs. Running it again changes nothing.

    python -m neoapp_genia_voice.scripts.migrate --stage hom status
    python -m neoapp_genia_voice.scripts.migrate --stage hom

Code of two versions meets one database while `hom` and `prod` differ: see `mew.migrate` on what to
add first, and on when to take the old form away.
"""

import sys

from mew.migrate import Index, main, mongo

MIGRATIONS = mongo(
    "neoapp/{stage}/genia-voice-database",
    [
        Index("turn", ("expires_at",), expire_after=0),
        Index("turn", ("caller", "conversation", "number")),
        Index("conversation", ("expires_at",), expire_after=0),
    ],
)

if __name__ == "__main__":
    sys.exit(main(MIGRATIONS))
