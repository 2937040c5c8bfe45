"""Runs the command line."""

import signal
import sys

from pipeline.adopt.cli import app

__all__ = ["main"]


def main() -> None:
    """The entry point."""
    # What is ended by a signal cleans up as what is ended by Ctrl-C.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    app(prog_name="./pants run pipeline:adopt --")


if __name__ == "__main__":
    main()
