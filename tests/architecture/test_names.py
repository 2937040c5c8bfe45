import pytest

from .repository import LAMBDA, Repository


@pytest.mark.parametrize(
    "name", ["hello", "AcmeHello", "acme-hello", "acme__hello", "_acme_hello", "1_acme"]
)
def test_a_lambda_is_named_project_functionality_in_snake_case(
    repository: Repository, name: str
) -> None:
    repository.add_lambda(f"lambdas/{name}")

    assert repository.violations(f"lambdas/{name}")[0] == (
        f"lambdas/{name}:1: lambda-name: `{name}` is not snake_case `project_functionality`; "
        "rename the folder, e.g. `generic_send_email`"
    )


@pytest.mark.parametrize(
    "name", ["a_b", "generic_send_email", "neoapp2_genia_voice_3", "a_" + "b" * 62]
)
def test_a_name_of_the_pattern_is_kept(repository: Repository, name: str) -> None:
    repository.add_lambda(f"lambdas/{name}")

    assert repository.violations(f"lambdas/{name}") == []


@pytest.mark.parametrize(
    ("name", "kind"), [("import", "keyword"), ("json", "module of the standard library")]
)
def test_a_lambda_bears_no_name_that_python_has_taken(
    repository: Repository, name: str, kind: str
) -> None:
    repository.add_lambda(f"lambdas/{name}")

    assert (
        f"lambdas/{name}:1: lambda-name: `{name}` is a Python {kind}, so the lambda can't be "
        "imported by it; rename the folder, e.g. `generic_send_email`"
    ) in repository.violations(f"lambdas/{name}")


def test_a_name_is_no_longer_than_aws_allows(repository: Repository) -> None:
    name = "a_" + "b" * 63
    repository.add_lambda(f"lambdas/{name}")

    assert repository.violations(f"lambdas/{name}") == [
        (
            f"lambdas/{name}:1: lambda-name: the name has 65 characters and AWS allows 64; "
            "shorten the folder's name"
        )
    ]


def test_a_module_is_named_in_snake_case(repository: Repository) -> None:
    repository.in_lambda("endpoint/routes/userProfiles.py", "")

    assert repository.violations() == [
        (
            f"{LAMBDA}/endpoint/routes/userProfiles.py:1: module-name: `endpoint/routes/userProfiles` "
            "is not snake_case; rename it with lower-case words joined by underscores"
        )
    ]


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("core/services", "_service"),
        ("domain/models", "_models"),
        ("domain/operations", "_operations"),
        ("domain/commands", "_commands"),
    ],
)
def test_a_module_bears_the_suffix_of_its_folder(
    repository: Repository, folder: str, suffix: str
) -> None:
    repository.in_lambda(f"{folder}/banner.py", "")
    repository.in_lambda(f"{folder}/_shared.py", "")

    assert repository.violations() == [
        (
            f"{LAMBDA}/{folder}/banner.py:1: module-name: a module of {folder}/ is named "
            f"`<subject>{suffix}.py`, this one `banner.py`; rename it, e.g. `banner{suffix}.py`, "
            "or move it to where it belongs"
        )
    ]
