"""Writes what follows from a lambda's code: its API reference, its requirements, its `.env.example`.

    ./pants run libs/mew:generate -- [NAME...]            write the files of these (or all) lambdas
    ./pants run libs/mew:generate -- [NAME...] --check    compare; exit 1 naming each stale file
    ./pants run libs/mew:generate -- [NAME...] --json     what they need, for programs
    ./pants run libs/mew:generate -- NAME --policy hom    the IAM policy of one stage

Run it at the repository's root. Every lambda is loaded in a process of its own, without network and
without credentials. The files depend on the code and on the lock alone: the same code makes the
same bytes, on any machine at any time. No artifact carries this module.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ._generate.arns import Place
from ._generate.describe import STAGES, described
from ._generate.discover import LAMBDAS, check_name, names_of
from ._generate.documents import documents_of
from ._generate.errors import GenerateError
from ._generate.files import stale, write
from ._generate.process import facts_of

__all__ = ["GenerateError", "Place", "describe", "documents", "main"]

_COMMAND = "./pants run libs/mew:generate --"


def documents(name: str, root: Path) -> dict[str, str]:
    """The text of every generated file of a lambda, by its path from `root`, the repository.

    Raises GenerateError naming the file, the field or the line that stands in the way.
    """
    check_name(name, root)
    return documents_of(facts_of(name, root), root, f"{_COMMAND} {name}")


def describe(name: str, root: Path, place: Place | None = None) -> dict[str, Any]:
    """What a lambda declares and needs, as JSON values: for the packager and the pipeline.

    Keys: `name`, `http`, `secrets` (name, key, field, required), `actions`, `resources`, `triggers`,
    `jobs`, and `policies` by stage.  root: the repository.  place: region, account and partition of
    the policies; by default CloudFormation's pseudo parameters stand there.
    Raises GenerateError as `documents` does.
    """
    check_name(name, root)
    return described(facts_of(name, root), place)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0, or 1 for a stale file or an error."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.policy and len(given.names) != 1:
        parser.error("--policy prints the policy of one lambda: give its name")
    root = Path.cwd()
    place = Place(
        **{key: value for key in Place._fields if (value := getattr(given, key)) is not None}
    )

    def write_one(name: str) -> tuple[bool, list[str]]:
        return True, write(documents(name, root), root)

    def check_one(name: str) -> tuple[bool, list[str]]:
        found = stale(documents(name, root), root, f"{_COMMAND} {name}")
        return not found, found or [f"{LAMBDAS}/{name}: up to date"]

    def tell(name: str) -> tuple[bool, list[str]]:
        told = describe(name, root, place)
        return True, [
            json.dumps(told["policies"][given.policy] if given.policy else told, indent=2)
        ]

    work = check_one if given.check else tell if given.json or given.policy else write_one
    try:
        names = [_bare(name) for name in given.names] or list(names_of(root))
    except GenerateError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return _run(work, list(dict.fromkeys(names)))


def _run(work: Callable[[str], tuple[bool, list[str]]], names: Sequence[str]) -> int:
    """Do the work for every name, whatever becomes of the others."""

    def attempt(name: str) -> tuple[bool, str, str]:
        try:
            good, lines = work(name)
        except GenerateError as error:
            return False, "", f"{error}\n"
        return good, "".join(f"{line}\n" for line in lines), ""

    with ThreadPoolExecutor(os.process_cpu_count()) as pool:
        outcomes = list(pool.map(attempt, names))
    for _, said, wrong in outcomes:
        sys.stdout.write(said)
        sys.stderr.write(wrong)
    return 0 if all(good for good, _, _ in outcomes) else 1


def _bare(name: str) -> str:
    """`generic_send_email` of `lambdas/generic_send_email/`, as a shell completes it."""
    return name.rstrip("/").removeprefix(f"{LAMBDAS}/")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="generate",
        description="Write a lambda's API reference, requirements and .env.example.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a lambda; default: all of them")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="write nothing; fail on a stale file")
    mode.add_argument("--json", action="store_true", help="print what the lambdas need")
    mode.add_argument("--policy", choices=STAGES, help="print one lambda's IAM policy of a stage")
    parser.add_argument("--region", help="for the ARNs of --json and --policy")
    parser.add_argument("--account", help="for the ARNs of --json and --policy")
    parser.add_argument("--partition", help="for the ARNs of --json and --policy; default: aws")
    return parser


if __name__ == "__main__":
    sys.exit(main())
