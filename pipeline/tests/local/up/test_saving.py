"""What is saved is what the next request runs."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, UpProcess, client, eventually


def said(up: UpProcess, stage: str = "hom") -> str:
    address = urlsplit(up.url).netloc
    with urllib.request.urlopen(f"http://{address}/{stage}/neoapp_sample/", timeout=60) as answer:
        return str(answer.read().decode()).split()[0]


def test_a_saved_file_is_served_and_one_that_does_not_compile_is_not(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    with terminal.up() as up:
        assert said(up) == "first"

        checkout.write("words.py", 'WORD = "second"\n')
        eventually(lambda: said(up) == said(up, "prod") == "second", "the saved code is served")

        checkout.write("words.py", "WORD = (\n")
        up.read_until("words.py:1: SyntaxError: '(' was never closed")
        checkout.write("new_module.py", 'WORD = "third"\n')
        assert said(up) == "second"

        checkout.write("words.py", "from .new_module import WORD\n")
        eventually(lambda: said(up) == "third", "a new module is served")

        # What an artifact that is packaged meanwhile holds is the truth again.
        checkout.package()
        eventually(
            lambda: terminal.json("status")["lambdas"][0]["stages"]["hom"] == "4",
            "the artifact is released",
        )
        assert said(up) == "third"
        assert up.end() == 143
    assert "version 4 is as packaged" in up.said


def test_an_alias_that_was_moved_by_hand_stays_there(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    with terminal.up() as up:
        aws = client(up, "lambda")
        aws.publish_version(FunctionName="neoapp_sample")
        configuration = aws.update_function_configuration(FunctionName="neoapp_sample", Timeout=9)
        assert configuration["Timeout"] == 9
        version = aws.publish_version(FunctionName="neoapp_sample")["Version"]
        aws.update_alias(FunctionName="neoapp_sample", Name="prod", FunctionVersion=version)

        checkout.write("words.py", 'WORD = "second"\n')
        eventually(lambda: said(up) == "second", "hom has the saved code")

        assert said(up, "prod") == "first"


@pytest.mark.parametrize("part", ["scripts/setup_env.py", ".hidden.py", "words.py~"])
def test_what_no_artifact_holds_changes_nothing(
    checkout: ScratchCheckout, terminal: Terminal, part: str
) -> None:
    with terminal.up() as up:
        checkout.write(part, "# saved\n")
        checkout.write("words.py", 'WORD = "second"\n')
        eventually(lambda: said(up) == "second", "the saved code is served")
        assert terminal.json("status")["lambdas"][0]["stages"] == {"hom": "2", "prod": "2"}


def test_nothing_is_watched_where_that_was_not_wanted(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    with terminal.up("--no-watch") as up:
        checkout.write("words.py", 'WORD = "second"\n')
        assert terminal.run("reset")[0] == 0
        assert said(up) == "first"
