"""What a PostgreSQL server says when it takes no connection; libpq gives no SQLSTATE for that.

Source: PostgreSQL sources, src/backend/libpq/auth.c and src/backend/utils/init/postinit.c.
"""

from __future__ import annotations

import re

_REFUSED = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry"
    r"|role \"[^\"]*\" does not exist|is not permitted to log in|password is empty"
)
# Said after the password was accepted, or before it was asked for.
_NOT_NOW = re.compile(
    r"too many (clients|connections)|remaining connection slots|starting up|shutting down"
    r"|recovery mode|not yet accepting|database \"[^\"]*\" does not exist|canceling authentication"
)


def refused(text: str) -> bool:
    """Whether the message of a failed connection (in English) speaks of who we are."""
    return _REFUSED.search(text) is not None


def not_now(text: str) -> bool:
    """Whether it speaks of the server's state instead."""
    return _NOT_NOW.search(text) is not None
