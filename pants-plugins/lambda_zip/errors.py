"""The one error of the packager.

LambdaZipError      a Lambda cannot be packaged; the text begins with its target
"""

from __future__ import annotations

from pants.engine.addresses import Address


class LambdaZipError(Exception):
    """A Lambda cannot be packaged.

    Args:
        address: The target.
        problem: What is wrong, where, with which value, and how to mend it.
    """

    def __init__(self, address: Address, problem: str) -> None:
        super().__init__(f"Cannot package the Lambda {address}: {problem}")
