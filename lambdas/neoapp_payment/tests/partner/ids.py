"""Ids in the form of the partner's: a prefix and sixteen letters or digits."""

import secrets
import string

__all__ = ["new_id"]

_SIGNS = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """An id that was never given before."""
    return prefix + "".join(secrets.choice(_SIGNS) for _ in range(16))
