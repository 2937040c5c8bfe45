import pytest

from .repository import LAMBDA, Repository

_REMEDY = "write `main = lambda_main(http=..., jobs=...)` with `from mew.core import lambda_main`"
_JOBS = "\n\nmain = lambda_main(jobs=lambda: None)\n"


def test_main_py_assigns_main(repository: Repository) -> None:
    repository.in_lambda("main.py", "def handler(event, context): ...\n")

    assert repository.violations() == [
        f"{LAMBDA}/main.py:1: entry-point: no `main` is assigned at module level; {_REMEDY}"
    ]


@pytest.mark.parametrize(
    ("text", "line", "made"),
    [
        ("from mangum import Mangum\n\nmain = Mangum(None)\n", 3, "Mangum(None)"),
        ("def lambda_main(): ...\n\n\nmain = lambda_main()\n", 4, "lambda_main()"),
        ("from mew.core import lambda_main\nmain = lambda_main\n", 2, "lambda_main"),
    ],
)
def test_main_is_made_by_mew(repository: Repository, text: str, line: int, made: str) -> None:
    repository.in_lambda("main.py", text)

    assert (
        f"{LAMBDA}/main.py:{line}: entry-point: `main` is made by `{made}`, "
        f"not by mew's lambda_main; {_REMEDY}"
    ) in repository.violations()


@pytest.mark.parametrize(
    "text",
    [
        "from mew.core import lambda_main\n\nmain = lambda_main(jobs=lambda: None)\n",
        "from mew.core import lambda_main as made\n\nmain = made(jobs=lambda: None)\n",
        "import mew.core\n\nmain = mew.core.lambda_main(jobs=lambda: None)\n",
        "from mew import core\n\nmain: object = core.lambda_main(jobs=lambda: None)\n",
    ],
)
def test_mew_may_be_imported_in_any_way(repository: Repository, text: str) -> None:
    repository.in_lambda("main.py", text)

    assert repository.violations() == []


@pytest.mark.parametrize(
    "statement",
    ["from .endpoint.main import create", "from fastapi import FastAPI", "import ekans.api"],
)
def test_main_py_imports_nothing_that_not_every_event_needs(
    repository: Repository, statement: str
) -> None:
    repository.in_lambda("main.py", f"from mew.core import lambda_main\n{statement}{_JOBS}")

    assert repository.violations() == [
        (
            f"{LAMBDA}/main.py:2: lazy-main: `{statement}` runs for every event, whatever the event "
            "needs; import it inside the function that lambda_main is given (`def _http(): ...`)"
        )
    ]
