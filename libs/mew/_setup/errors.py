"""What setting a lambda up on this machine raises."""

from __future__ import annotations

from ..errors import MewError


class SetupError(MewError):
    """The `.env`, a declaration or the endpoint cannot be used; the message says what to change."""
