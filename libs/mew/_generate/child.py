"""Runs in a process of its own: loads one lambda and writes down what it declares.

Usage: python -m mew._generate.child NAME ROOT OUTPUT
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from .errors import GenerateError
from .facts import Outcome


def main(name: str, root: Path, output: Path) -> None:
    """Load `lambdas/<name>` of `root` and write an Outcome to `output`."""
    sys.addaudithook(_stay_offline)
    try:
        from .load import load

        outcome = Outcome(facts=load(name))
    except GenerateError as error:
        outcome = Outcome(error=str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001
        outcome = Outcome(error=_blame(error, name, root))
    output.write_text(outcome.model_dump_json(), encoding="utf-8")


def _stay_offline(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        where = arguments[1] if event != "socket.getaddrinfo" else arguments[0]
        raise PermissionError(
            f"a connection to {where!r} is opened while the code is only loaded; "
            "open it inside a request or a job"
        )


def _blame(error: BaseException, name: str, root: Path) -> str:
    """The line of the lambda (or else of the repository) that failed, and how."""
    own, ours = root / "lambdas" / name, root
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    places = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((Path(error.filename), error.lineno))
        said = f"{type(error).__name__}: {error.msg}"
    for folder in (own, ours):
        for path, line in reversed(places):
            if path.is_relative_to(folder) and "site-packages" not in path.parts:
                return f"{path.relative_to(root)}:{line}: {said}"
    return f"lambdas/{name}: {said}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
