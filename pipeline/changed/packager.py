"""What makes every artifact: the plugin that writes zips, and the tools that it runs."""

from __future__ import annotations

__all__ = ["TOOL_LOCKS", "is_of_plugin_tests", "makes_zips"]

_PLUGIN = "pants-plugins/lambda_zip/"
# Of each lock, the distribution that has a hand in what is in a zip.
TOOL_LOCKS = {"3rdparty/python/uv.lock": "uv", "3rdparty/python/pants.lock": "pantsbuild-pants"}


def makes_zips(path: str) -> bool:
    """Whether the file is production code of the plugin."""
    return path.startswith(_PLUGIN) and path.endswith(".py") and not is_of_plugin_tests(path)


def is_of_plugin_tests(path: str) -> bool:
    """Whether a file of a plugin is for its tests alone."""
    *folders, name = path.split("/")
    return name.endswith("_test.py") or name == "conftest.py" or "testing" in folders
