"""Makes an AWS of this machine ready for a lambda: its `.env` as secrets, and what its code names.

    # scripts/setup_env.py of a lambda
    import sys
    from pathlib import Path
    from mew.setup_env import main
    from ..config import Settings
    from ..endpoint.jobs import jobs

    sys.exit(main(Settings, Path(__file__).parents[1] / ".env", jobs=jobs))

The file names fields of the settings in upper case: `SENDER=noreply@example.com`. Made are, besides the
secrets, the queues, buckets and topics that are a setting's `resource` or what a job is bound to, the
tables of `mew.once`, and the rules of jobs that have a schedule. What only the lambda knows is `more`.

It only ever writes to 127.0.0.1, localhost or ::1, with credentials of no account.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ._setup.env_file import check_values, read_env
from ._setup.errors import SetupError
from ._setup.local_stage import LocalStage, clients_of
from ._stage import Stage
from .config import environment

if TYPE_CHECKING:
    from .config import Settings
    from .jobs import Jobs

__all__ = ["LocalStage", "SetupError", "main", "read_env", "setup_env"]

type More = Callable[[LocalStage], Iterable[str]]


def setup_env(
    settings: type[Settings],
    env_file: Path,
    *,
    jobs: Jobs | None = None,
    more: More | None = None,
    stage: str = "local",
    endpoint_url: str,
) -> tuple[str, ...]:
    """Set one stage of a lambda up; returns what is there now, a line each. Doing it again is safe.

    A secret may be shared with other lambdas: keys that `settings` does not declare stay as they are.

    settings: the lambda's; the package that they are in is its name.  env_file: their values.
    jobs: the lambda's.  more: makes what follows from no declaration, after all else; gives lines.
    stage: fills `{stage}` in the names and in the values.  endpoint_url: AWS on this machine.
    Raises SetupError when the endpoint is elsewhere or nobody answers there, a field's value is
    missing, the file names what is no field, or AWS refuses something.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from ._setup.resources import make_resources
    from ._setup.rules import make_rules
    from ._setup.secrets import put_secrets

    clients = clients_of(endpoint_url)
    values = read_env(env_file)
    check_values(settings, values, env_file)
    filled = {name: text.replace("{stage}", stage) for name, text in values.items()}
    local = LocalStage(Stage(stage), filled, clients)
    try:
        done = [f"secret {name}" for name in put_secrets(local, settings)]
        done += make_resources(local, settings, jobs)
        if jobs is not None:
            done += make_rules(local, settings.__module__.partition(".")[0], jobs)
        if more is not None:
            done += more(local)
    except (BotoCoreError, ClientError) as error:
        raise SetupError(f"setting up {stage} at {endpoint_url} failed: {error}") from error
    return tuple(dict.fromkeys(done))


def main(
    settings: type[Settings],
    env_file: Path,
    arguments: Sequence[str] | None = None,
    *,
    jobs: Jobs | None = None,
    more: More | None = None,
) -> int:
    """The command line: `--stage`, `--endpoint-url`, `--env`; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make an AWS of this machine ready.")
    parser.add_argument("--stage", default="local", choices=[stage.value for stage in Stage])
    parser.add_argument("--env", type=Path, default=env_file, help="default: %(default)s")
    parser.add_argument(
        "--endpoint-url",
        default=environment("AWS_ENDPOINT_URL"),
        help="default: AWS_ENDPOINT_URL",
    )
    given = parser.parse_args(arguments)
    if not given.endpoint_url:
        parser.error("name the local endpoint: --endpoint-url http://127.0.0.1:<port>")
    try:
        done = setup_env(
            settings,
            given.env,
            jobs=jobs,
            more=more,
            stage=given.stage,
            endpoint_url=given.endpoint_url,
        )
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in done))
    return 0
