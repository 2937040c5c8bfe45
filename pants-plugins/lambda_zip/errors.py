"""The one error of the packager.

LambdaZipError      something cannot be packaged; the text begins with its target
"""

from __future__ import annotations

from pants.engine.addresses import Address


class LambdaZipError(Exception):
    """A Lambda, a layer or a wheel cannot be packaged.

    Args:
        address: The target.
        problem: What is wrong, where, with which value, and how to mend it.
        kind: What the target is.
    """

    def __init__(self, address: Address, problem: str, kind: str = "Lambda") -> None:
        super().__init__(f"Cannot package the {kind} {address}: {problem}")
