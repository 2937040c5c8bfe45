"""How a step of the build says what is wrong with what it was given."""

import sys
from collections.abc import Callable

# The rules tell a fault of the input, whose text is for people, from a fault of the step by it.
EXIT_BUILD_ERROR = 3


class BuildError(Exception):
    """The input cannot become an artifact; the text says where, what and how to mend it."""


def run_step(step: Callable[[], None]) -> None:
    """Run a step; print a BuildError to standard error and exit with EXIT_BUILD_ERROR."""
    try:
        step()
    except BuildError as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_BUILD_ERROR)
