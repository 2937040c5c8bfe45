"""Asks Pants who depends on what."""

from __future__ import annotations

import os
import subprocess
import tempfile
import tomllib
from pathlib import Path

from .errors import GraphFailed
from .git import Git
from .graph import Graph
from .peek import read_graph

__all__ = ["graph_here", "graph_of_tree"]

_LIMIT_SECONDS = 900
# No artifact holds what these are, so nobody need find out what they depend on.
_COMMAND = (
    "./pants",
    "--filter-target-type=-python_test,file",
    "peek",
    "--exclude-defaults",
    "::",
    "-**/tests/**",
)
_WORDS = 3000


def graph_here(root: Path) -> Graph:
    """The graph of the files that are in `root`, by one run of Pants there.

    Raises:
        GraphFailed: Pants isn't there, or failed; its own words are in the error.
    """
    return _ask(root, {})


def graph_of_tree(git: Git, tree: str) -> Graph:
    """The graph of a tree, written to a temporary folder for Pants to see.

    Raises:
        GraphFailed: Pants failed there.
    """
    with tempfile.TemporaryDirectory(prefix="tree-") as folder:
        files = Path(folder).resolve() / "files"
        files.mkdir()
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        git.run("read-tree", tree, env=index)
        git.run("checkout-index", "--all", f"--prefix={files}/", env=index)
        # A daemon would outlive the folder.
        return _ask(files, {"PANTS_PANTSD": "false"})


def _ask(root: Path, more: dict[str, str]) -> Graph:
    # Inside `./pants run` the daemon is taken: a second Pants would wait for the first, for ever.
    environment = {"PANTS_CONCURRENT": "true", **os.environ, "PANTS_COLORS": "false", **more}
    try:
        done = subprocess.run(
            _COMMAND,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except OSError as error:
        raise GraphFailed(
            f"{root}/pants can't be started: {error.strerror}",
            "Run in a checkout of the repository",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise GraphFailed(
            f"Pants took longer than {_LIMIT_SECONDS} s to tell who depends on what",
            "Try `./pants peek ::`",
        ) from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-_WORDS:]
        raise GraphFailed(
            f"Pants could not tell who depends on what, and ended with {done.returncode}:\n{words}\n",
            "Mend what it names; `./pants peek ::` asks the same",
        )
    # Pants, which has just run, has read it too.
    return read_graph(done.stdout, tomllib.loads((root / "pants.toml").read_text()))
