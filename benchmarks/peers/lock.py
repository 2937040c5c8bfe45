"""Writes the peers' locks: every `NAME.txt` of ranges becomes a `NAME.lock` of pins with hashes.

    ./pants run benchmarks/peers:lock                   what changed in the ranges, or in code.lock
    ./pants run benchmarks/peers:lock -- --upgrade      the peers' own tools as new as they are

What the apps import is pinned as 3rdparty/python/code.lock pins it: the peers are to differ in how they
package, not in what.
"""

import subprocess
import sys
from pathlib import Path

import uv

PEERS = Path("benchmarks/peers")
CODE = "3rdparty/python/code.lock"
# Whose distributions no app imports.
TOOLS = ("pip", "sam")


def main() -> int:
    """Writes all locks and returns the exit code."""
    for ranges in sorted(PEERS.glob("*.txt")):
        command = [
            *(uv.find_uv_bin(), "pip", "compile", str(ranges)),
            f"--output-file={ranges.with_suffix('.lock')}",
            *("--python-version=3.13", "--universal", "--generate-hashes", "--no-emit-index-url"),
            *("--no-header", "--no-annotate", "--no-python-downloads", "--quiet"),
            *([] if ranges.stem in TOOLS else [f"--constraint={CODE}"]),
            *(["--upgrade"] if "--upgrade" in sys.argv[1:] else []),
        ]
        if code := subprocess.run(command, check=False).returncode:
            print(f"{ranges} has no lock that fits: see uv's words above", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
