"""Runs the command line."""

from pipeline.local.cli import app

__all__ = ["main"]


def main() -> None:
    """The entry point."""
    app(prog_name="./pants run pipeline:local --")


if __name__ == "__main__":
    main()
