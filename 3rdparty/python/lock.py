"""Writes the locks: every `NAME.txt` of ranges becomes a `NAME.lock` of pins with hashes.

    ./pants run 3rdparty/python/lock.py                     what changed in the ranges, nothing else
    ./pants run 3rdparty/python/lock.py -- --upgrade        every pin as new as its range allows
    ./pants run 3rdparty/python/lock.py -- code uv          only these

A pin stays where it is unless its range moved or `--upgrade` is given.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import uv

LOCKS = Path("3rdparty/python")
# The oldest interpreter a lock serves; where it is not the code's own, the reason is in NAME.txt.
OLDEST_PYTHON = {"pants": "3.9", "pex": "3.9", "plugin": "3.9", "pytest": "3.9"}
CODE_PYTHON = "3.13"


def compile_command(name: str, *, upgrade: bool) -> list[str]:
    """The `uv pip compile` call that writes the lock `name`."""
    return [
        uv.find_uv_bin(),
        "pip",
        "compile",
        f"{LOCKS}/{name}.txt",
        f"--output-file={LOCKS}/{name}.lock",
        f"--python-version={OLDEST_PYTHON.get(name, CODE_PYTHON)}",
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--no-python-downloads",
        "--quiet",
        *(["--upgrade"] if upgrade else []),
    ]


def main() -> int:
    """Writes the locks that the command line names and returns the exit code."""
    names = sorted(path.stem for path in LOCKS.glob("*.txt"))
    if not names:
        print(f"{LOCKS} holds no requirements: run this in the repository's root", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(
        description="Write the locks of 3rdparty/python from their ranges."
    )
    parser.add_argument("locks", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all")
    parser.add_argument("--upgrade", action="store_true", help="take the newest that fits")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.locks) - set(names)):
        parser.error(f"no such lock: {', '.join(unknown)}; there are {', '.join(names)}")
    for name in arguments.locks or names:
        print(f"{LOCKS}/{name}.lock", flush=True)
        done = subprocess.run(compile_command(name, upgrade=arguments.upgrade), check=False)
        if done.returncode:
            print(f"{name}.lock was left as it was: see uv's words above", file=sys.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
