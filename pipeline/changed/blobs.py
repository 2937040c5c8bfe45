"""Reads the contents of files from git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .git import Git

__all__ = ["read_blobs", "read_file", "read_folder"]


def read_blobs(git: Git, ids: Iterable[str]) -> Mapping[str, bytes]:
    """The contents with these ids, by one run of git; an id that there is not is left out."""
    wanted = list(dict.fromkeys(ids))
    answer = git.run("cat-file", "--batch", given="".join(f"{each}\n" for each in wanted).encode())
    found: dict[str, bytes] = {}
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, *what = answer[at:end].decode().split()
        at = end + 1
        if len(what) == 2:
            size = int(what[1])
            found[name] = answer[at : at + size]
            at += size + 1
    return found


def read_file(git: Git, tree: str, path: str) -> bytes | None:
    """The content of a file in a tree; None where there is none."""
    done = git.attempt("cat-file", "blob", f"{tree}:{path}")
    return None if done.returncode else done.stdout


def read_folder(git: Git, tree: str, folder: str) -> Mapping[str, bytes]:
    """The contents of the files that stand in a folder of a tree, by their names."""
    listed = git.run("ls-tree", "-z", tree, f"{folder}/").decode(errors="surrogateescape")
    ids: dict[str, str] = {}
    for line in filter(None, listed.split("\0")):
        head, path = line.split("\t", 1)
        _, kind, blob = head.split()
        if kind == "blob":
            ids[path.rpartition("/")[2]] = blob
    contents = read_blobs(git, ids.values())
    return {name: contents[blob] for name, blob in ids.items()}
