from __future__ import annotations

import pytest

from lambda_zip.uv_messages import explain, index_environment


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("error: Failed to download\n  cause: Hash mismatch for `six==1`", "not what the lock rec"),
        ("error: ..., no trusted hash was provided for: `six`", "lacks a requirement or its hash"),
        (
            "cause: Because pywin32==312 has no wheels with a matching platform tag (e.g., `x`)",
            "the requirement pywin32==312 has no wheel for CPython 3.13 on arm64 Linux",
        ),
        (
            "cause: Because docopt==0.6.2 has no usable wheels and you require docopt==0.6.2",
            "the requirement docopt==0.6.2 has no wheel",
        ),
        ("error: Request failed after 3 retries", "uv could not install"),
    ],
)
def test_a_complaint_of_uv_is_explained_and_quoted(said: str, meaning: str) -> None:
    explained = explain(said, "3.13", "arm64")

    assert meaning in explained
    assert said in explained


def test_a_password_in_an_index_address_is_not_quoted() -> None:
    explained = explain("cause: Failed to fetch: https://me:s3cret@host/simple/", "3.13", "x86_64")

    assert "s3cret" not in explained
    assert "https://***@host/simple/" in explained


def test_pips_index_stands_in_for_uvs() -> None:
    assert index_environment({"PIP_INDEX_URL": "a", "PIP_EXTRA_INDEX_URL": "b", "UV_X": "c"}) == {
        "UV_DEFAULT_INDEX": "a",
        "UV_INDEX": "b",
        "UV_X": "c",
    }


def test_uvs_own_index_wins_over_pips() -> None:
    assert index_environment({"PIP_INDEX_URL": "a", "UV_DEFAULT_INDEX": "b"}) == {
        "UV_DEFAULT_INDEX": "b"
    }
