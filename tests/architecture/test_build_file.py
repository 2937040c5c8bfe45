import pytest

from .repository import LAMBDA, Repository


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("lambda_function()\n\npython_sources()\n", 3, "python_sources()"),
        ("lambda_function()\nlambda_function(name='b')\n", 2, "lambda_function(name='b')"),
        ("M = 1\nlambda_function(memory=M)\n", 1, "M = 1"),
        ("for n in ('a',):\n    resources()\nlambda_function()\n", 1, "for n in ('a',):"),
    ],
)
def test_a_build_file_has_one_target_and_nothing_else(
    repository: Repository, text: str, line: int, what: str
) -> None:
    repository.in_lambda("BUILD", text)

    assert repository.violations() == [
        (
            f"{LAMBDA}/BUILD:{line}: build-minimal: `{what}` stands beside the one "
            "`lambda_function(...)`; delete it; what is special goes into the fields of "
            "`lambda_function(...)`"
        )
    ]


def test_a_build_file_without_the_target_is_named(repository: Repository) -> None:
    repository.in_lambda("BUILD", "# Nothing yet.\n")

    assert repository.violations() == [
        (
            f"{LAMBDA}/BUILD:1: build-minimal: there is no `lambda_function(...)`; "
            "add the line `lambda_function()`"
        )
    ]


def test_a_build_file_that_does_not_parse_is_named(repository: Repository) -> None:
    repository.in_lambda("BUILD", "\nlambda_function(\n")

    assert repository.violations() == [
        f"{LAMBDA}/BUILD:2: build-minimal: the file does not parse; correct it"
    ]


def test_folders_of_a_lambda_have_no_build_file_of_their_own(repository: Repository) -> None:
    repository.in_lambda("core/BUILD", "python_sources()\n")

    assert repository.violations() == [
        (
            f"{LAMBDA}/core/BUILD:1: build-minimal: a lambda has one BUILD file, in its own folder; "
            "delete this one; what is special goes into the fields of `lambda_function(...)`"
        )
    ]
