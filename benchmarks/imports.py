"""What importing mew costs above an empty module: processor time of fresh interpreters, interleaved."""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from .statistics_table import markdown

SUBJECTS = {
    "an empty module": "import empty",
    "mew.core, mew.config": "import mew.core, mew.config",
    "mew.jobs": "import mew.jobs",
    "boto3": "import boto3",
    "fastapi, mangum": "import fastapi, mangum",
}
BASE = "an empty module"


def milliseconds(statement: str, path: str) -> float:
    """Processor time, user and system, of an interpreter that runs `statement` and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-S", "-c", statement], env={"PYTHONPATH": path}, check=True, cwd="/"
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="counted rounds (15)")
    rounds = parser.parse_args().rounds
    results: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        (Path(folder) / "empty.py").touch()
        path = os.pathsep.join([folder, *filter(None, sys.path)])
        # The round before the first writes the bytecode and is not counted.
        for number in range(rounds + 1):
            for name in random.sample(list(SUBJECTS), len(SUBJECTS)):
                figure = milliseconds(SUBJECTS[name], path)
                if number:
                    results[name].append(figure)
    base = min(results[BASE])
    rows = [
        {
            "import": name,
            "ms": f"{min(values):.1f}",
            "above an empty module, ms": f"{min(values) - base:.1f}",
        }
        for name, values in results.items()
    ]
    print(markdown(list(rows[0]), rows))
    print(f"\nprocessor time, minimum of {rounds} interleaved rounds.")


if __name__ == "__main__":
    main()
