"""Which modules count, so that every machine counts the same."""

from __future__ import annotations

from .import_program import ARTIFACT, STANDARD_LIBRARY

__all__ = ["is_counted"]

# Not on every system, or what stands for another there. Source: the Python Standard Library, the
# modules' own notes on availability.
_OF_A_PLATFORM = frozenset(
    {
        "asyncio.unix_events",
        "asyncio.windows_events",
        "asyncio.windows_utils",
        "fcntl",
        "grp",
        "msvcrt",
        "nt",
        "ntpath",
        "posix",
        "posixpath",
        "pty",
        "pwd",
        "readline",
        "resource",
        "syslog",
        "termios",
        "tty",
        "winreg",
        "winsound",
    }
)


def is_counted(name: str, kind: str) -> bool:
    """Whether a module is the artifact's, or a public one of the standard library.

    What the standard library keeps private differs between systems and from one patch release to
    the next. What is the runtime client's is there whatever the artifact does.
    """
    if kind == STANDARD_LIBRARY:
        private = any(part.startswith("_") for part in name.split("."))
        return not private and name not in _OF_A_PLATFORM
    return kind == ARTIFACT
