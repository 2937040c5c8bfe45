"""Runs the command line."""

from pipeline.local.cli import app
from pipeline.local.ending import end_on_signals

__all__ = ["main"]


def main() -> None:
    """The entry point."""
    end_on_signals()
    app(prog_name="./pants run pipeline:local --")


if __name__ == "__main__":
    main()
