"""What makes every artifact: the plugin that writes zips, and the tools that it runs."""

from __future__ import annotations

import posixpath

__all__ = ["INSTALLER_RESOLVE", "TOOL_LOCKS", "makes_zips"]

_PLUGIN = "pants-plugins/lambda_zip/"
INSTALLER_RESOLVE = "uv"
# Of each lock, the distribution that has a hand in what is in a zip.
TOOL_LOCKS = {"3rdparty/python/uv.lock": "uv", "3rdparty/python/pants.lock": "pantsbuild-pants"}


def makes_zips(path: str) -> bool:
    """Whether the file is production code of the plugin."""
    if not path.startswith(_PLUGIN) or not path.endswith(".py"):
        return False
    name = posixpath.basename(path)
    of_tests = name.endswith("_test.py") or name == "conftest.py"
    return not of_tests and not path.startswith(f"{_PLUGIN}testing/")
