"""The command: `python -m architecture.checker [--fix] [PATH...]`.

Prints one line a violation. Exit code: 0 for none, 1 for some, 2 for a wrong call.
"""

import argparse
import gc
import sys
from pathlib import Path

from .relative import fix
from .rules import check
from .tree import units


def main(arguments: list[str]) -> int:
    """Run the command.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m architecture.checker",
        description="Check lambdas, libs and pipeline against the rules of docs/rules.md.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or folders; what they belong to is checked"
    )
    parser.add_argument(
        "--fix", action="store_true", help="first make a lambda's imports of its own relative"
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: .)")
    options = parser.parse_args(arguments)
    try:
        found = units(options.root, tuple(options.paths))
        if options.fix:
            wanted = [options.root / path for path in options.paths]
            for unit in found:
                for module in fix(unit, wanted):
                    print(f"{module.path}: made imports relative")
            found = units(options.root, tuple(options.paths))
    except FileNotFoundError as error:
        parser.error(str(error))
    violations = check(found)
    for violation in violations:
        print(violation)
    return 1 if violations and not options.exit_zero else 0


if __name__ == "__main__":
    # Parsed files are freed by their reference counts; looking for cycles takes half of the time.
    gc.disable()
    sys.exit(main(sys.argv[1:]))
