import pytest

from .repository import LAMBDA, Repository

_CHECKER = "architecture.checker"


def test_it_prints_a_line_a_violation_in_order_and_exits_with_1(repository: Repository) -> None:
    repository.in_lambda("scripts/setup_env.py", "import acme_hello_world\n")
    repository.in_lambda("config.py", "\nimport os\nos.environ\nos.getenv\n")

    run = repository.run(_CHECKER)

    assert run.returncode == 1
    assert [line.split(": ", 2)[:2] for line in run.stdout.splitlines()] == [
        [f"{LAMBDA}/config.py:3", "no-environment"],
        [f"{LAMBDA}/config.py:4", "no-environment"],
        [f"{LAMBDA}/scripts/setup_env.py:1", "relative-imports"],
    ]


@pytest.mark.parametrize("module", [_CHECKER, f"{_CHECKER}.layers"])
def test_it_is_silent_and_exits_with_0_where_all_is_well(
    repository: Repository, module: str
) -> None:
    run = repository.run(module)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_layers_exits_with_1_where_one_is_broken(repository: Repository) -> None:
    repository.in_lambda("domain/ports.py", "from .. import config\n")

    assert repository.run(f"{_CHECKER}.layers").returncode == 1


def test_it_checks_what_the_paths_belong_to_and_no_more(repository: Repository) -> None:
    repository.write("README.md", "")
    repository.write("libs/ekans/http.py", "import os\nos.environ\n")
    repository.add_lambda("lambdas/acme_other_thing")
    repository.write("lambdas/acme_other_thing/BUILD", "")
    repository.in_lambda("BUILD", "")

    run = repository.run(_CHECKER, f"{LAMBDA}/core/utils/notations.py", "README.md")

    assert [line.split(":")[0] for line in run.stdout.splitlines()] == [f"{LAMBDA}/BUILD"]


def test_fix_mends_what_it_can_and_reports_the_rest(repository: Repository) -> None:
    repository.in_lambda(
        "scripts/setup_env.py",
        "import acme_hello_world.config\nfrom acme_hello_world.config import Settings\n",
    )

    run = repository.run(_CHECKER, "--fix")

    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        f"{LAMBDA}/scripts/setup_env.py: made imports relative",
        (
            f"{LAMBDA}/scripts/setup_env.py:1: relative-imports: `acme_hello_world.config` is the "
            "lambda's own and imported by its absolute name; write `from .. import config` and "
            "`config` where it is used"
        ),
    ]
    assert repository.run(_CHECKER, "--fix", "--exit-zero").returncode == 0


def test_a_path_that_does_not_exist_is_a_wrong_call(repository: Repository) -> None:
    run = repository.run(_CHECKER, "lambda/acme_hello_world")

    assert run.returncode == 2
    assert run.stdout == ""
    assert "lambda/acme_hello_world does not exist under .: correct the path" in run.stderr


def test_a_file_that_does_not_parse_is_named_and_checked_no_further(
    repository: Repository,
) -> None:
    repository.in_lambda("core/utils/helpers.py", "import os\nos.environ[\n")
    repository.in_lambda("core/utils/mime.py", "\0")

    assert repository.violations() == [
        (
            f"{LAMBDA}/core/utils/helpers.py:2: syntax: the file does not parse: '[' was never closed; "
            "correct it; no other rule was checked on it"
        ),
        (
            f"{LAMBDA}/core/utils/mime.py:1: syntax: the file does not parse: source code string cannot "
            "contain null bytes; correct it; no other rule was checked on it"
        ),
    ]
