"""The matrix of GitHub's deploy jobs.

Source: GitHub Docs, "Running variations of jobs in a workflow": a matrix makes at most 256 jobs,
and one without jobs is an error.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["MAX_JOBS", "as_matrix"]

MAX_JOBS = 256


def as_matrix(names: Sequence[str], limit: int = MAX_JOBS) -> str:
    """The matrix, as one line of JSON: a job a lambda, or several lambdas a job above `limit` jobs.

    Of each job `id` is for its title and its concurrency group, `lambdas` for the command line.
    """
    jobs = min(len(names), limit)
    # As even as can be: no job takes two more than another.
    parts = [
        names[job * len(names) // jobs : (job + 1) * len(names) // jobs] for job in range(jobs)
    ]
    include = [
        {"id": part[0] if len(part) == 1 else f"{part[0]}-and-{len(part) - 1}-more",
         "lambdas": " ".join(part)}
        for part in parts
    ]  # fmt: skip
    return json.dumps({"include": include}, separators=(",", ":"))
