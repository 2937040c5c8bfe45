"""Packages that whoever asks for them does without, and that cost every cold start while they are there.

FastAPI asks of every type whether it is a model of `pydantic.v1`, and takes an ImportError for a no.
With the package in place the answer costs the import of its 25 modules.
"""

import re
from collections.abc import Iterable, Mapping

# Of each: what code that needs it says, and whose files are known to live without it.
_OPTIONAL = {
    "pydantic.v1": (
        re.compile(rb"\bpydantic\.v1\b|\bfrom\s+pydantic\s+import\s+(?:\([^)]*|[^\n(]*)\bv1\b"),
        ("pydantic/", "fastapi/"),
    ),
}


def mentioned(sources: Iterable[bytes]) -> set[str]:
    """The optional packages that one of `sources` speaks of, in an import or in a text.

    Args:
        sources: Python files.
    """
    found: set[str] = set()
    for source in sources:
        found.update(name for name, (words, _) in _OPTIONAL.items() if words.search(source))
    return found


def without_optional(files: Mapping[str, bytes], needed: Iterable[str]) -> dict[str, bytes]:
    """`files` without the optional packages that nobody needs.

    Args:
        files: Third-party files, by their path in the zip.
        needed: The optional packages that first-party code speaks of.
    """
    kept = dict(files)
    for name, (words, without) in _OPTIONAL.items():
        folder = name.replace(".", "/") + "/"
        asked = name in needed or any(
            words.search(data)
            for path, data in files.items()
            if path.endswith(".py") and not path.startswith(without)
        )
        if not asked:
            kept = {path: data for path, data in kept.items() if not path.startswith(folder)}
    return kept


ALL = frozenset(_OPTIONAL)
"""Every optional package, for code whose users nobody knows."""
