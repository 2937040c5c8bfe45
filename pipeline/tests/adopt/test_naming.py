from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adopt.errors import Refused
from pipeline.adopt.git import Git
from pipeline.adopt.naming import choose_name
from pipeline.adopt.old_repository import OldRepository

from .old_repository import git


def _named(tmp_path: Path, folder: str, remote: str | None) -> str:
    root = tmp_path / folder
    root.mkdir()
    git(root, "init", "--quiet")
    if remote:
        git(root, "remote", "add", "origin", remote)
    return choose_name(OldRepository(root, Git(root)), None)


@pytest.mark.parametrize(
    ("folder", "remote", "name"),
    [
        ("Generic-Send.Email", None, "generic_send_email"),
        ("old", "git@example.com:team/generic-send-email.git", "generic_send_email"),
        ("old", "https://user:word@example.com/team/generic_send_email", "generic_send_email"),
        ("old", "/srv/git/neoapp-banner.git/", "neoapp_banner"),
        ("neoapp_banner", "https://example.com/team/lambdas", "neoapp_banner"),
        ("neoapp_banner", "https://token@example.com", "neoapp_banner"),
        ("neoapp_banner", "https://example.com/a/1-2", "neoapp_banner"),
    ],
)
def test_the_name_is_that_of_the_remote_or_of_the_folder(
    tmp_path: Path, folder: str, remote: str | None, name: str
) -> None:
    assert _named(tmp_path, folder, remote) == name


def test_where_neither_is_a_name_it_has_to_be_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--name project_functionality") as caught:
        _named(tmp_path, "old", "https://user:the-password@example.com/x")

    assert "the-password" not in str(caught.value)


def test_a_name_that_is_said_wins(tmp_path: Path) -> None:
    assert choose_name(OldRepository(tmp_path, None), "acme_mail") == "acme_mail"
