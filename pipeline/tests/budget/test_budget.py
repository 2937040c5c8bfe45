"""`pipeline budget`, with small artifacts under the real runtime client."""

from __future__ import annotations

import json

import pytest

from .world import NAME, World


def test_a_lambda_without_a_record_is_new_and_passes_within_the_limits(world: World) -> None:
    answer = world.budget()

    assert answer.code == 0
    assert f"{NAME}: new\n" in answer.text
    assert f"To do: there is no record yet: `./pants run pipeline -- budget {NAME}" in answer.text
    assert not world.record.exists()


def test_what_is_recorded_is_exact_and_the_same_bytes_every_time(world: World) -> None:
    assert world.budget("--record").code == 0
    first = world.record.read_bytes()
    world.record.unlink()
    assert world.budget("--record").code == 0

    assert world.record.read_bytes() == first
    said = json.loads(first)
    assert said["modules"] == {
        "contextvars": [""],
        "neoapp_sample": ["", ".core", ".main"],
    }
    assert (said["counts"]["modules"], said["counts"]["modules_ahead"]) == (4, 4)
    assert (said["counts"]["files"], said["init_ratio"]) == (5, None)
    assert said["contents"]["neoapp_sample"]["files"] == sorted(
        ["__init__.py", "core.py", "main.py", "rare.py"]
    )
    assert f"{NAME}: same\n" in world.budget().text


def test_growth_within_the_margin_passes_and_is_shown(world: World) -> None:
    world.budget("--record")
    world.say_in_settings("[budget.growth]\nzip = 1.0\nunzipped = 1.0\n")
    world.package({"neoapp_sample/core.py": "import colorsys\n\n\ndef main(event, context): ...\n"})

    answer = world.budget()

    assert answer.code == 0
    assert f"{NAME}: grown\n" in answer.text
    assert "  modules at init              5  recorded 4, at most 6\n" in answer.text
    assert (
        "  + at init: colorsys: neoapp_sample.main:3 -> neoapp_sample.core:1 -> colorsys\n"
        in answer.text
    )


def test_what_grows_too_far_fails_and_says_what_is_new_who_brings_it_and_what_to_do(
    world: World,
) -> None:
    world.budget("--record")
    heavy = {f"heavy/part{number}.py": "" for number in range(4)}
    starts = "".join(f"from . import part{number}\n" for number in range(4))
    world.package(
        {"neoapp_sample/rare.py": "import heavy\n", "heavy/__init__.py": starts, **heavy}
        | {"neoapp_sample/core.py": "from . import rare\n\n\ndef main(event, context): ...\n"}
    )

    answer = world.budget()

    assert answer.code == 1
    assert f"{NAME}: grown too far\n" in answer.text
    assert (
        "  modules at init             10  recorded 4, at most 6 <- grown too far\n" in answer.text
    )
    assert (
        "  + at init: neoapp_sample.rare and 5 more by it:"
        " neoapp_sample.main:3 -> neoapp_sample.core:1 -> neoapp_sample.rare\n" in answer.text
    )
    assert "  + in the zip: heavy is new, " in answer.text
    assert "5 files\n" in answer.text
    assert "To do: import what is new where it is used" in answer.text
    found = world.document()["lambdas"][0]
    assert found["figures"]["modules"] == {
        "now": 10,
        "recorded": 4,
        "allowed": 6,
        "state": "grown too far",
    }
    assert found["new"]["modules"][0]["modules"][:2] == ["heavy", "heavy.part0"]
    assert found["new"]["packages"][0]["files"] == sorted(["heavy/__init__.py", *heavy])


def test_agreeing_to_it_is_to_record_it(world: World) -> None:
    world.budget("--record")
    world.package(
        {
            "neoapp_sample/core.py": "import colorsys, extra.a, extra.b\nmain = print\n",
            "extra/a.py": "",
            "extra/b.py": "",
        }
    )
    assert world.budget().code == 1

    assert world.budget("--record").code == 0
    assert world.budget().code == 0
    assert world.recorded()["counts"]["modules"] == 8


def test_above_a_limit_no_record_helps_and_none_is_written(world: World) -> None:
    world.say_in_settings("[budget.limit]\nmodules = 3\n")

    answer = world.budget("--record")

    assert answer.code == 1
    assert f"{NAME}: over the limit\n" in answer.text
    assert f"or raise modules in [lambda.{NAME}.budget.limit] of pipeline.toml" in answer.text
    assert not world.record.exists()


def test_one_lambda_may_have_limits_of_its_own(world: World) -> None:
    world.say_in_settings(
        f"[budget.limit]\nmodules = 3\n[lambda.{NAME}.budget.limit]\nmodules = 4\n"
    )
    assert world.budget().code == 0


@pytest.mark.parametrize(
    ("more", "figure"),
    [
        ("files = 4\n", "files"),
        ("modules_ahead = 3\n", "modules loaded ahead"),
        ("zip_mb = 0.0001\n", "zip"),
        ("unzipped_mb = 0.0001\n", "unzipped"),
    ],
)
def test_every_figure_has_a_limit(world: World, more: str, figure: str) -> None:
    world.say_in_settings(f"[budget.limit]\n{more}")
    answer = world.budget()
    assert answer.code == 1
    assert f"To do: {figure}: at most " in answer.text


def test_what_is_loaded_ahead_is_counted_as_well(world: World) -> None:
    ahead = (
        "import os\n\n"
        "if os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'] != 'on-demand':\n"
        "    from . import rare\n"
        "main = print\n"
    )
    world.package({"neoapp_sample/core.py": ahead})
    world.budget("--record")
    assert world.recorded()["modules_ahead"] == {"neoapp_sample": [".rare"]}
    counts = world.recorded()["counts"]
    assert (counts["modules"], counts["modules_ahead"]) == (4, 5)

    world.say_in_settings("[budget.growth]\nmodules_ahead = 0\nzip = 9.0\nunzipped = 9.0\n")
    world.package({"neoapp_sample/core.py": ahead, "neoapp_sample/rare.py": "import colorsys\n"})
    answer = world.budget()
    assert answer.code == 1
    assert "  + ahead: colorsys: neoapp_sample.main:3 -> neoapp_sample.core:4" in answer.text


def test_a_ratio_of_times_is_told_and_recorded_and_never_judged(world: World) -> None:
    world.say_in_settings("[budget.growth]\nzip = 1.0\nunzipped = 1.0\n")
    assert world.budget("--record", "--init", "1").code == 0
    recorded = world.record.read_text()
    ratio = world.recorded()["init_ratio"]
    assert ratio > 0
    world.record.write_text(recorded.replace(f'"init_ratio": {ratio}', '"init_ratio": 0.001'))

    answer = world.budget("--init", "1", "--record")

    assert answer.code == 0
    assert "times a bare function's, recorded 0.0 (a time: told, never judged)\n" in answer.text
    # It differs every time: it alone makes no new record, and stays where it is not measured.
    assert world.recorded()["init_ratio"] == 0.001
    world.package({"neoapp_sample/rare.py": "x = 1\n"})
    assert f"{NAME}: grown\n" in world.budget("--record").text
    assert world.recorded()["init_ratio"] == 0.001


def test_a_pull_request_gets_a_table_even_when_the_budget_fails(world: World) -> None:
    world.budget("--record")
    world.package({"neoapp_sample/core.py": "import colorsys, wave, sched, cmd\nmain = print\n"})
    summary = world.root / "summary.md"
    summary.write_text("### Before\n")

    answer = world.budget("--summary", "summary.md")

    assert answer.code == 1
    table = summary.read_text()
    assert table.startswith("### Before\n\n### Budget\n")
    assert f"| {NAME} | **grown too far** | **" in table
    assert f"- {NAME}: at init: colorsys: neoapp&#95;sample.main:3 -&#62; " in table


def test_only_what_changed_is_checked(world: World) -> None:
    world.package(name="neoapp_other", handler="neoapp_sample.main.main")
    listed = json.dumps({"lambdas": [{"lambda": NAME}]})

    answer = world.budget("--changed", "-", "--json", given=listed)

    assert [each["lambda"] for each in json.loads(answer.text)["lambdas"]] == [NAME]
    nothing = world.budget("--changed", "-", given='{"lambdas": []}')
    assert (nothing.code, nothing.text) == (0, "No budget to check.\n")


def test_the_record_of_a_lambda_that_is_no_more_fails_until_it_is_deleted(world: World) -> None:
    world.budget("--record")
    gone = world.record.with_name("neoapp_gone.json")
    gone.write_text("{}")

    answer = world.budget("neoapp_gone")
    assert answer.code == 1
    assert answer.text == (
        "neoapp_gone: there is no such lambda any more; delete its record (--record does)\n"
    )
    assert world.document()["left_over"] == ["neoapp_gone"]
    # Who asks for one lambda is not told of others.
    assert world.budget(NAME, "--record").code == 0
    assert gone.exists()

    assert world.budget("--record").code == 0
    assert (gone.exists(), world.record.exists()) == (False, True)
    assert world.budget().code == 0
