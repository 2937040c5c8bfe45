"""The artifacts that the benchmarks compare, built by Pants when asked for."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Artifact:
    """A zip to measure: what it is called in a table, the target that makes it, and where it lands."""

    title: str
    target: str
    path: Path


def artifact_of(name: str) -> Artifact:
    """The artifact of the lambda `name`, under that name.

    Raises:
        SystemExit: there is no such lambda.
    """
    if not Path("lambdas", name, "main.py").is_file():
        print(f"benchmarks: there is no lambdas/{name}; name a folder of lambdas/", file=sys.stderr)
        raise SystemExit(2)
    return Artifact(name, f"lambdas/{name}::", Path(f"dist/lambdas/{name}.zip"))


OURS = Artifact(
    "lambda_function", "lambdas/generic_send_email::", Path("dist/lambdas/generic_send_email.zip")
)
STOCK = Artifact("python_awslambda", "benchmarks:stock", Path("dist/benchmarks/stock.zip"))


def build(*artifacts: Artifact) -> None:
    """Packages what is to be measured, from the repository's root.

    Raises:
        SystemExit: Pants failed; its own words precede.
    """
    launcher = Path("pants")
    command = [str(launcher.resolve()) if launcher.is_file() else "pants", "package"]
    # The Pants that runs this benchmark holds the daemon.
    environment = {**os.environ, "PANTS_CONCURRENT": "true"}
    done = subprocess.run(
        [*command, *(artifact.target for artifact in artifacts)], env=environment, check=False
    )
    if done.returncode:
        print("benchmarks: can't measure what does not build; see above", file=sys.stderr)
        raise SystemExit(done.returncode)
