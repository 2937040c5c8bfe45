"""The collector stays out of the way while code is loaded.

Importing makes many objects that live for ever. Walking them again and again costs 6 to 8 % of a
cold start, so the collector rests meanwhile and what was loaded is frozen out of its sight.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load code inside the block; nests, and leaves the collector as it was found."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()
