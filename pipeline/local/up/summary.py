"""What the terminal shows once the cloud is up."""

from __future__ import annotations

from .command import StartCloud
from .running_cloud import RunningCloud

__all__ = ["summary"]


def summary(cloud: RunningCloud, command: StartCloud, seconds: float) -> str:
    """Addresses to open and variables to paste.

    Args:
        cloud: it runs.
        command: how it was started.
        seconds: how long that took.
    """
    url = cloud.running.url
    lines = [f"The cloud is up after {seconds:.1f} s. Ctrl-C ends it.", ""]
    lines += [f"  Front page  {cloud.page_url}"]
    for each in command.lambdas:
        lines += [f"  {each}"]
        lines += [f"    {stage:<6}    {url}/{stage}/{each}/" for stage in command.stages]
    lines += ["", "For the AWS CLI and every SDK:", ""]
    lines += [f"  export {key}={value}" for key, value in cloud.environment.items()]
    lines += [
        "",
        "From another terminal:",
        "",
        f"  {cloud.shortcut} status    # invoke, send, logs -f, mail, reset, down",
        "",
    ]
    return "\n".join(lines)
