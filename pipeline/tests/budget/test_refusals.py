"""What `pipeline budget` does with what is wrong: artifacts, records, names, settings."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from .world import NAME, World


def test_one_that_cannot_be_measured_does_not_hide_another_that_fails(world: World) -> None:
    (world.root / "lambdas/neoapp_unbuilt").mkdir()
    (world.root / "lambdas/neoapp_unbuilt/BUILD").touch()

    refused = world.budget()
    assert refused.code == 2
    assert f"{NAME}: new\n" in refused.text
    assert (
        "neoapp_unbuilt: dist/lambdas/neoapp_unbuilt.json cannot be read: No such file or directory."
        " Build it again: ./pants package lambdas/neoapp_unbuilt\n" in refused.text
    )

    world.say_in_settings("[budget.limit]\nmodules = 0\n")
    assert world.budget().code == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the whole: Invalid JSON"),
        (b"\xff", "the whole: Invalid JSON"),
        (b"[]", "the whole: Input should be an object"),
        (b"{}", "lambda: Field required; counts: Field required"),
        (b'{"lambda": "../x"}', "lambda: String should match pattern"),
    ],
)
def test_a_record_that_is_none_is_named_with_what_is_wrong(
    world: World, content: bytes, says: str
) -> None:
    world.record.parent.mkdir()
    world.record.write_bytes(content)

    answer = world.budget("--record")

    assert answer.code == 2
    assert f"budgets/{NAME}.json is no budget's record: " in answer.text
    assert says in answer.text
    assert world.record.read_bytes() == content


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("files", "5", "counts.files: Input should be a valid integer"),
        ("zip", -1, "counts.zip: Input should be greater than or equal to 0"),
        ("modules", 5, "the whole: Value error, counts of (5, "),
        ("unzipped", 1, "the whole: Value error, counts of "),
        ("more", 1, "counts.more: Extra inputs are not permitted"),
    ],
)
def test_a_record_that_was_edited_by_hand_is_refused(
    world: World, field: str, value: object, says: str
) -> None:
    world.budget("--record")
    document = world.recorded()
    document["counts"][field] = value
    world.record.write_text(json.dumps(document))

    answer = world.budget()

    assert answer.code == 2
    assert says in answer.text


def test_a_record_of_another_lambda_is_refused(world: World) -> None:
    world.budget("--record")
    world.record.write_text(world.record.read_text().replace('"neoapp_sample",', '"neoapp_x",'))
    answer = world.budget()
    assert answer.code == 2
    assert f"budgets/{NAME}.json is the record of neoapp_x" in answer.text


def test_a_folder_that_cannot_be_written_is_named(world: World) -> None:
    (world.root / "budgets").write_text("a file")
    answer = world.budget("--record")
    assert answer.code == 2
    assert f"budgets/{NAME}.json can't be " in answer.text


@pytest.mark.parametrize("name", ["../x", "a; rm -rf /", "Ünïcode", "neoapp_none", "x" * 300, ""])
def test_a_name_that_is_no_lambdas_is_refused(world: World, name: str) -> None:
    answer = world.budget(name)
    assert answer.code == 2
    assert f"there is no lambda {name!r} in lambdas/" in answer.errors


def test_names_and_a_list_of_changes_are_one_too_many(world: World) -> None:
    assert world.budget(NAME, "--changed", "-", given="{}").code == 2


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[budget.limit]\nmodules = '5'\n", "budget.limit.modules: Input should be a valid int"),
        ("[budget.limit]\nzip_mb = 0\n", "budget.limit.zip_mb: Input should be greater than 0"),
        ("[budget.growth]\nfiles = -1\n", "budget.growth.files: Input should be greater than or"),
        ("[budget]\nmodules = 5\n", "budget.modules: Extra inputs are not permitted (given: 5)"),
    ],
)
def test_settings_that_are_wrong_are_refused(world: World, more: str, says: str) -> None:
    world.say_in_settings(more)
    answer = world.budget("--json")
    assert answer.code == 2
    assert says in answer.errors
    assert json.loads(answer.text)["error"]["kind"] == "SettingsInvalid"


def test_a_zip_that_is_another_builds_or_none_at_all_is_refused(world: World) -> None:
    path = world.package()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = world.budget()
    assert answer.code == 2
    assert "Build it again: ./pants package lambdas/neoapp_sample" in answer.text


@pytest.mark.parametrize("entry", ["../outside.py", "/etc/outside.py", "a\\b.py"])
def test_a_zip_that_leaves_its_folder_is_refused(world: World, entry: str) -> None:
    world.package({entry: "x = 1\n"})
    answer = world.budget()
    assert answer.code == 2
    assert "points out of the function's folder" in answer.text


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_name_twice_is_refused(world: World, tmp_path: Path) -> None:
    path = world.package()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("neoapp_sample/core.py", "main = print\n")
    world.trust(path)
    answer = world.budget()
    assert answer.code == 2
    assert "neoapp_sample.zip has 'neoapp_sample/core.py' twice" in answer.text


def test_names_in_a_zip_command_neither_terminal_nor_page(world: World) -> None:
    world.budget("--record")
    world.say_in_settings("[budget.growth]\nzip = 9.0\nunzipped = 9.0\n")
    world.package({"\x1b[31m|<b>`x`\n/file.py": ""})
    answer = world.budget("--summary", "summary.md")
    assert answer.code == 0
    assert "  + in the zip: \\x1b[31m|<b>`x`\\n is new, 0.0 kB, 1 file\n" in answer.text
    assert "\x1b" not in answer.text
    table = (world.root / "summary.md").read_text()
    assert "<b>" not in table
    assert "\x1b" not in table
