"""The one error of mew.generate."""

from __future__ import annotations

from ..errors import MewError


class GenerateError(MewError):
    """Nothing can be generated; the message says what to change, and where."""
