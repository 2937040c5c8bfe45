"""Runs the command line."""

import signal
import sys

from pipeline.local.cli import app

__all__ = ["main"]


def main() -> None:
    """The entry point."""
    # What is ended by SIGTERM cleans up as what is ended by Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    app(prog_name="./pants run pipeline:local --")


if __name__ == "__main__":
    main()
