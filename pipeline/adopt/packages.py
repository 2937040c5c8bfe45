"""What every lambda has besides its code: BUILD, and an `__init__.py` in every folder of modules."""

from __future__ import annotations

from pathlib import Path

__all__ = ["complete"]

_BUILD = "lambda_function()\n"


def complete(folder: Path) -> list[str]:
    """Write what is missing in a lambda's folder.

    Returns:
        The files, relative to it.
    """
    (folder / "BUILD").write_text(_BUILD)
    modules = {file.parent for file in folder.rglob("*.py")}
    packages = {
        parent
        for module in modules
        for parent in (module, *module.parents)
        if parent == folder or folder in parent.parents
    }
    missing = sorted(
        package / "__init__.py" for package in packages if not (package / "__init__.py").exists()
    )
    for file in missing:
        file.touch()
    return ["BUILD", *(str(file.relative_to(folder)) for file in missing)]
