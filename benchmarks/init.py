"""How long the artifact takes to start, beside the same app as Pants' stock backend packs it.

With names of lambdas, those are measured instead, beside generic_send_email:
`./pants run benchmarks:init -- neoapp_genia_voice`.

Every round starts each artifact once as a function of its own under the real runtime client, on one
processor, and asks it for `GET /health`. What counts as init ends with the runtime client's first
request for an event; the first answer is init and that first invocation together, so that work
moved from one to the other shows. Two ways of initialising: on demand, where mew imports FastAPI
with the first HTTP event, and ahead (provisioned concurrency, SnapStart), where all is imported.
"""

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

from pipeline.local.environment import Environment
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version

from .artifacts import OURS, STOCK, Artifact, artifact_of, build
from .statistics_table import markdown, paired_ratio, spread

ON_DEMAND, AHEAD = "on-demand", "provisioned-concurrency"
FIGURES = ("init on demand", "first answer on demand", "init ahead", "first answer ahead")
EVENT = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": "/health",
    "rawQueryString": "",
    "headers": {"host": "localhost", "accept": "application/json"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "benchmark",
        "domainName": "localhost",
        "http": {
            "method": "GET",
            "path": "/health",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "benchmark",
        },
        "requestId": "benchmark",
        "routeKey": "$default",
        "stage": "$default",
        "time": "01/Jan/2026:00:00:00 +0000",
        "timeEpoch": 1767225600000,
    },
    "isBase64Encoded": False,
}


def start(title: str, root: TaskRoot, way: str, runtime: ManagedRuntime) -> tuple[float, float]:
    """Starts the artifact once, initialised the `way` that Lambda names.

    Returns the init and the first answer, in milliseconds.

    Raises:
        RuntimeError: it did not answer 200; the message holds its log.
    """
    configuration = Configuration(timeout=30, memory_size=1024, initialization_type=way)
    environment = Environment(Version(title, "1", configuration, root), runtime, runtime.folder)
    try:
        outcome = environment.invoke(json.dumps(EVENT).encode(), str(uuid.uuid4()), qualifier="hom")
    finally:
        environment.close()
    answer = json.loads(outcome.payload)
    if outcome.function_error or answer.get("statusCode") != 200 or outcome.report.init_ms is None:
        raise RuntimeError("\n".join([f"{title}: {answer}", *outcome.log]))
    init = outcome.report.init_ms
    return init, init + outcome.report.duration_ms


def measure(artifacts: Sequence[Artifact], rounds: int) -> dict[Artifact, list[dict[str, float]]]:
    """The figures of every artifact, one start a round, the order drawn anew in each."""
    results: dict[Artifact, list[dict[str, float]]] = {artifact: [] for artifact in artifacts}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        workspace = Path(folder)
        runtime = ManagedRuntime(workspace)
        roots = {artifact: TaskRoot(artifact.path, workspace) for artifact in artifacts}
        try:
            # The round before the first reads every file once and is not counted.
            for number in range(rounds + 1):
                for artifact in random.sample(artifacts, len(artifacts)):
                    root = roots[artifact]
                    figures = [
                        figure
                        for way in (ON_DEMAND, AHEAD)
                        for figure in start(artifact.title, root, way, runtime)
                    ]
                    if number:
                        results[artifact].append(dict(zip(FIGURES, figures, strict=True)))
                print(f"round {number} of {rounds}", end="\r", file=sys.stderr, flush=True)
        finally:
            for root in roots.values():
                root.close()
    print(file=sys.stderr)
    return results


def table(results: dict[Artifact, list[dict[str, float]]], base: Artifact) -> str:
    """The results as Markdown, each with its ratio to `base`."""
    rows = []
    for artifact, rounds in results.items():
        row = {"artifact": artifact.title, "zip, MB": f"{artifact.path.stat().st_size / 1e6:.1f}"}
        for figure in FIGURES:
            values = [figures[figure] for figures in rounds]
            ratio = paired_ratio(values, [figures[figure] for figures in results[base]])
            row[f"{figure}, ms"] = spread(values)
            row[f"{figure}, ratio"] = f"{ratio:.2f}"
        rows.append(row)
    return markdown(list(rows[0]), rows)


def main() -> None:
    """Builds the artifacts, measures them and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "lambdas", nargs="*", metavar="LAMBDA", help="to compare with generic_send_email"
    )
    parser.add_argument("--rounds", type=int, default=15, help="counted starts of each (15)")
    parser.add_argument(
        "--no-build", action="store_true", help="measure the zips in dist/ as they are"
    )
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {arguments.rounds}")
    base, others = STOCK, [OURS]
    if arguments.lambdas:
        base, *others = map(artifact_of, ["generic_send_email", *dict.fromkeys(arguments.lambdas)])
    artifacts = [base, *others]
    if not arguments.no_build:
        build(*artifacts)
    cpu = min(os.sched_getaffinity(0))
    # Inherited by every function that is started.
    os.sched_setaffinity(0, {cpu})
    results = measure(artifacts, arguments.rounds)
    print(table(results, base))
    print(
        f"\nmedian (minimum-maximum) of {arguments.rounds} interleaved rounds on one processor;"
        f" ratios are medians of the rounds' own. CPython {platform.python_version()},"
        f" {platform.system()} {platform.machine()}."
    )


if __name__ == "__main__":
    main()
