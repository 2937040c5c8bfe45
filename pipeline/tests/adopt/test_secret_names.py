from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.adopt.secret_names import declared_secrets, in_standard_form, named_secrets


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("neoapp/hom/pagarme", "neoapp/{stage}/pagarme"),
        ("neoapp/{stage}/db", "neoapp/{stage}/db"),
        ("neoapp/{env}/db/main", "neoapp/{stage}/db/main"),
        (
            "arn:aws:secretsmanager:sa-east-1:123456789012:secret:neoapp/prod/pagarme-AbC123",
            "neoapp/{stage}/pagarme",
        ),
        ("hunter2", None),
        ("postgres://user:word@host/hom/db", None),
        ("Neoapp/hom/Pagarme", None),
        ("neoapp/other/pagarme", None),
        ("neoapp/hom/" + "a" * 200, None),
        ("", None),
    ],
)
def test_only_what_is_made_like_a_name_is_one(text: str, name: str | None) -> None:
    assert in_standard_form(text) == name


def test_names_in_code_are_found_with_the_stage_in_braces() -> None:
    tree = ast.parse("get(SecretId='a/hom/b'); get(f'a/{stage}/c'); get('nothing'); get(f'{x}')")

    assert sorted(named_secrets(tree)) == ["a/{stage}/b", "a/{stage}/c"]


def test_declared_secrets_have_their_lambda_and_broken_files_none(tmp_path: Path) -> None:
    good, bad = tmp_path / "acme_one" / "config.py", tmp_path / "acme_two" / "config.py"
    for file in (good, bad):
        file.parent.mkdir()
    good.write_text(
        "class S:\n    a: str = secret('acme/{stage}/x', key='a')\n    b = secret(name)\n"
    )
    bad.write_text("class (")

    assert declared_secrets([bad, good, tmp_path / "none.py"]) == {"acme/{stage}/x": "acme_one"}
