"""Our own packager and Pants' stock one, in a copy of this checkout that has the app in lambdas/.

In the checkout itself the app would be a lambda of the team: `pipeline changed` would deploy it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.changed.run_pants import run_pants

from .peer import BUILT, PEERS
from .peers import OURS, STOCK
from .tools import ToolFailed

__all__ = ["make_with_pants"]

_PARTS = (
    *("BUILD", "pants", "pants.toml", "pants.ci.toml", "pyproject.toml"),
    *("3rdparty", "libs", "pants-plugins"),
)
_APPS = {
    "bench_send_email": "lambda_function()\n",
    "fastapi_app": (
        "python_sources()\n"
        'python_awslambda(name="stock", handler="app.py:handler", runtime="python3.13",'
        ' output_path="stock.zip")\n'
    ),
    "mailing": "python_sources()\n",
}


def make_with_pants() -> None:
    """Makes the zips of OURS and STOCK; what Pants has made before it does not make again.

    Raises:
        ToolFailed: Pants failed.
    """
    copy = BUILT / "checkout"
    _copy_checkout(copy)
    run = run_pants(copy, "package", "lambdas::")
    if run.problem:
        raise ToolFailed(f"./pants package in {copy}: {run.problem}")
    shutil.copy(copy / "dist/lambdas/bench_send_email.zip", OURS.path)
    shutil.copy(copy / "dist/stock.zip", STOCK.path)


def _copy_checkout(copy: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "dist")
    for part in (*_PARTS, "lambdas"):
        shutil.rmtree(copy / part, ignore_errors=True)
    copy.mkdir(parents=True, exist_ok=True)
    for part in _PARTS:
        if Path(part).is_dir():
            shutil.copytree(part, copy / part, ignore=ignored)
        else:
            shutil.copy(part, copy / part)
    for app, build in _APPS.items():
        folder = copy / "lambdas" / app
        shutil.copytree(PEERS / app, folder, ignore=ignored)
        (folder / "BUILD").write_text(build)
