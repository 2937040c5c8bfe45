"""Runs the command line."""

import signal
import sys

from pipeline.cli.app import app

__all__ = ["main"]


def main() -> None:
    """The entry point."""
    # What is ended by SIGTERM cleans up as what is ended by Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    app(prog_name="pipeline")


if __name__ == "__main__":
    main()
