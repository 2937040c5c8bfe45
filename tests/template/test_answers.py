"""What the template asks, takes and refuses."""

import json

import pytest

from .checkout import Checkout

GOOD = {"project": "acme", "functionality": "send_fax"}


def as_arguments(answers: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in answers.items()]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"project": "Acme"}, "project 'Acme' is not snake_case"),
        ({"project": "9acme"}, "project '9acme' is not snake_case"),
        ({"functionality": "send-fax"}, "functionality 'send-fax' is not snake_case"),
        ({"functionality": "send__fax"}, "functionality 'send__fax' is not snake_case"),
        ({"functionality": "fax_"}, "functionality 'fax_' is not snake_case"),
        ({"functionality": "téléfax"}, "functionality 'téléfax' is not snake_case"),
        ({"project": "../outside"}, "project '../outside' is not snake_case"),
        ({"project": ""}, "project is empty"),
        ({"functionality": ""}, "functionality is empty"),
        ({"project": "py", "functionality": "compile"}, "a module of the standard library"),
        ({"project": "lambda", "functionality": "function"}, "the module that Lambda starts with"),
        ({"functionality": "x" * 60}, "has 65 characters and AWS allows 64"),
        ({"http": "no", "jobs": "no"}, "say yes to at least one"),
        ({"service": "Pagar.me"}, "service 'Pagar.me' is not a snake_case name"),
        ({"service": "x" * 25}, "at most 24 characters"),
        ({"service": ""}, "service '' is not a snake_case name"),
        ({"service": "mongo"}, "give it as database=mongo"),
        ({"description": 'Says "hi"'}, "without double quotes and backslashes"),
        ({"description": "Says hi "}, "ends in one that shows"),
        ({"description": ""}, "one line of 1 to 120 characters"),
        ({"description": "x" * 121}, "one line of 1 to 120 characters"),
        ({"description": "two\nlines"}, "one line of 1 to 120 characters"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_before_anything_is_written(
    checkout: Checkout, answers: dict[str, str], reason: str
) -> None:
    status, output = checkout.run("--no-input", *as_arguments(GOOD | answers))
    assert status == 1
    assert reason in output
    (line,) = output.splitlines()
    assert line.startswith("Refused: ")
    assert line.endswith("Nothing was written.")
    assert checkout.lambdas == []
    assert checkout.left_over == []


def test_a_choice_that_does_not_exist_is_refused(checkout: Checkout) -> None:
    status, output = checkout.run("--no-input", *as_arguments(GOOD), "database=oracle")
    assert status == 1
    assert "oracle" in output
    assert "'none', 'postgres', 'mongo', 'odbc'" in output
    assert checkout.lambdas == []


def test_without_an_answer_the_defaults_are_taken(checkout: Checkout) -> None:
    status, output = checkout.run("--no-input")
    assert status == 0
    assert checkout.lambdas == ["acme_hello_world"]
    assert "./pants lint check test package lambdas/acme_hello_world::" in output


def test_the_questions_are_asked_in_words_and_their_defaults_can_be_taken(
    checkout: Checkout,
) -> None:
    typed = ["", "send_fax", "Sends a fax", "n", "yes", "2", ""]
    status, output = checkout.run(answers="".join(f"{line}\n" for line in typed))
    assert status == 0
    for words in (
        "[1/7] Project (projeto)",
        "(acme)",
        "Functionality: the rest of the name",
        "What it does, in one line",
        "Does it answer HTTP? [y/n] (y)",
        "Does it run jobs",
        "Which database does it use?",
        "2 - PostgreSQL",
        "Which external service does it call?",
    ):
        assert words in output
    made = checkout.root / "lambdas/acme_send_fax"
    assert not (made / "endpoint/routes").exists()
    assert (made / "endpoint/jobs.py").exists()
    assert (made / "core/services/postgres_service.py").exists()
    assert "Sends a fax" in (made / "BUILD").read_text()


def test_answers_of_an_earlier_run_can_be_replayed(checkout: Checkout) -> None:
    assert checkout.run("--no-input", *as_arguments(GOOD), "jobs=yes")[0] == 0
    file = checkout.root.parent / "home/.cookiecutter_replay/lambda.json"
    answers = json.loads(file.read_text())
    answers["cookiecutter"]["functionality"] = "send_telex"
    (checkout.root / "answers.json").write_text(json.dumps(answers))

    status, output = checkout.run("--replay-file", "answers.json")

    assert status == 0, output
    assert checkout.lambdas == ["acme_send_fax", "acme_send_telex"]
    assert (checkout.root / "lambdas/acme_send_telex/endpoint/jobs.py").exists()


def test_replayed_answers_are_checked_as_typed_ones_are(checkout: Checkout) -> None:
    assert checkout.run("--no-input", *as_arguments(GOOD))[0] == 0
    file = checkout.root.parent / "home/.cookiecutter_replay/lambda.json"
    answers = json.loads(file.read_text())
    answers["cookiecutter"]["functionality"] = "../../telex"
    file.write_text(json.dumps(answers))

    status, output = checkout.run("--replay")

    assert status == 1
    assert "not snake_case" in output
    assert checkout.lambdas == ["acme_send_fax"]
