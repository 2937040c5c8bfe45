"""The command: `python -m architecture.checker.layers`, which needs import-linter.

Prints one line a violation. Exit code: 0 for none, 1 for some.
"""

import argparse
import sys
from pathlib import Path

from ..tree import units
from .linter import check


def main(arguments: list[str]) -> int:
    """Run the command.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m architecture.checker.layers",
        description="Check who imports whom against the rules of docs/rules.md.",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: .)")
    options = parser.parse_args(arguments)
    violations = check(options.root, units(options.root))
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
