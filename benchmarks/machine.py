"""What a figure was taken on: the machine's shape and the versions of the tools."""

import importlib.metadata
import os
import platform
from collections.abc import Iterable
from pathlib import Path

__all__ = ["machine_shape", "versions"]


def machine_shape() -> dict[str, str]:
    """Processor, memory and system, in words that name no machine in particular."""
    pages, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "processors": str(os.cpu_count()),
        "processor": _processor(),
        "memory": f"{pages * page_bytes / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions(distributions: Iterable[str] = ()) -> dict[str, str]:
    """CPython's version and those of the installed `distributions`; one that is not there is left out."""
    found = {"CPython": platform.python_version()}
    for name in distributions:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or "unknown")
