"""When a kept graph answers, and when Pants has to be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.changed.cache import GraphCache
from pipeline.changed.git import Git
from pipeline.changed.graph import Graph, Node, Requirement

from .scratch import commit_environment


class Asked:
    """Answers with a graph, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0
        node = Node("a#zip", "a", (), ("b",), "{}", (Requirement("six", ("x",), "code.lock"),))
        self.graph = Graph({"a#zip": node}, {"a": "a#zip"})

    def __call__(self) -> Graph:
        self.times += 1
        return self.graph


@pytest.fixture
def git(tmp_path: Path) -> Git:
    made = Git(tmp_path / "repository")
    made.root.mkdir()
    made.run("init", "--quiet")
    for path, text in {
        "libs/mew/core.py": "import os\nimport mew.jobs\n",
        "libs/mew/BUILD": "python_sources()\n",
        "libs/mew/text.txt": "",
        "3rdparty/python/code.lock": "six==1\n",
        "3rdparty/python/code.txt": "six\n",
        "pants.toml": "",
        "README.md": "",
    }.items():
        write(made, path, text)
    return made


def write(git: Git, path: str, text: str | None) -> None:
    file = git.root / path
    if text is None:
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def tree(git: Git) -> str:
    git.run("add", "--all")
    git.run("commit", "--quiet", "--allow-empty", "-m", "x", env=commit_environment())
    return git.text("rev-parse", "HEAD^{tree}")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("libs/mew/core.py", "import mew.jobs\n\n\nimport os  # Sorted differently\nX = 1\n"),
        ("libs/mew/text.txt", "Changed"),
        ("3rdparty/python/code.lock", "six==2\n"),
        ("README.md", "Changed"),
        ("releases/hom/neoapp_banner.json", "{}"),
        ("libs/mew/tests/test_core.py", "import pytest\n"),
        ("docs/new.md", "New"),
        ("pants.toml", "[test]\ntimeout_default = 1\n"),
        ("pants-plugins/lambda_zip/layout_test.py", "New"),
        ("pants-plugins/lambda_zip/testing/repository.py", "New"),
    ],
)
def test_a_tree_with_the_same_imports_needs_no_pants(
    git: Git, tmp_path: Path, path: str, text: str
) -> None:
    asked, cache = Asked(), GraphCache(tmp_path / "cache", git)
    cache.get(tree(git), asked)
    write(git, path, text)
    assert cache.get(tree(git), asked) == asked.graph
    assert asked.times == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("libs/mew/core.py", "import os\n"),
        ("libs/mew/core.py", "import os\nimport mew.jobs  # pants: no-infer-dep\n"),
        ("libs/mew/core.py", "import os\nimport mew.jobs\nimport (\n"),
        ("libs/mew/core.py", None),
        ("libs/mew/new.py", ""),
        ("libs/mew/BUILD", "python_sources(skip_mypy=True)\n"),
        ("docs/BUILD", ""),
        ("libs/mew/text.txt", None),
        ("3rdparty/python/code.txt", "six\nboto3\n"),
        ("pants.toml", "[python]\ndefault_resolve = 'x'\n"),
        ("pants-plugins/lambda_zip/layout.py", ""),
    ],
)
def test_pants_is_asked_when_the_graph_may_differ(
    git: Git, tmp_path: Path, path: str, text: str | None
) -> None:
    asked, cache = Asked(), GraphCache(tmp_path / "cache", git)
    cache.get(tree(git), asked)
    write(git, path, text)
    cache.get(tree(git), asked)
    assert asked.times == 2


def test_a_kept_graph_that_is_damaged_is_made_anew(git: Git, tmp_path: Path) -> None:
    asked, cache = Asked(), GraphCache(tmp_path / "cache", git)
    cache.get(tree(git), asked)
    (kept,) = (tmp_path / "cache").iterdir()
    for content in (b"", b"{}", kept.read_bytes()[:-9], b'["0", {}, {}]', b"\xff"):
        kept.write_bytes(content)
        assert cache.get(tree(git), asked) == asked.graph
    assert asked.times == 6
    assert cache.get(tree(git), asked) == asked.graph
    assert asked.times == 6


def test_a_cache_that_can_not_be_written_to_costs_time_only(git: Git, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    asked = Asked()
    cache = GraphCache(tmp_path / "file" / "cache", git)
    assert cache.get(tree(git), asked) == asked.graph


def test_no_more_graphs_are_kept_than_are_of_use(git: Git, tmp_path: Path) -> None:
    asked, cache = Asked(), GraphCache(tmp_path / "cache", git)
    for number in range(40):
        write(git, "libs/mew/core.py", f"import m{number}\n")
        cache.get(tree(git), asked)
    assert asked.times == 40
    assert len(list((tmp_path / "cache").iterdir())) == 32
