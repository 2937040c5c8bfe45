"""The jobs."""

from mew.jobs import Jobs

jobs = Jobs()


@jobs.job("sweep")
def sweep() -> str:
    """Do what the bare handler does for the same event."""
    return "sweep"
