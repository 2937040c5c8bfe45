"""`down`: the end of the running cloud."""

from __future__ import annotations

from .parts import CloudName, connect, errors_end_the_command

__all__ = ["down"]


def down(name: CloudName = "cloud") -> None:
    """Ends the running cloud and waits until everything of it is gone.

    Exits with 2 when none runs.
    """
    with errors_end_the_command():
        client = connect(name)
        client.post("/down")
        client.wait_until_gone()
