"""What the tests of the layer and of the wheels share: where they are, and a Lambda from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_LIMIT_SECONDS = 60

# Lambda's search path: the function's own folder, then the layers', then the runtime's. AWS Lambda
# Developer Guide, "Working with .zip file archives for Python Lambda functions".
_RUNTIME = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from types import SimpleNamespace
import function
context = SimpleNamespace(
    function_name="elsewhere_orders",
    function_version="7",
    invoked_function_arn="arn:aws:lambda:sa-east-1:123456789012:function:elsewhere_orders:hom",
    aws_request_id="8476a536-e9f4-11e8-9739-2dfe598c3fcd",
    get_remaining_time_in_millis=lambda: 30_000,
)
print(json.dumps(function.main(json.loads(sys.argv[2]), context)))
"""


def built(pattern: str) -> Path:
    """What `package libs::` wrote: beside the tests under Pants, in `dist/` of a checkout."""
    for folder in (ROOT, ROOT / "dist"):
        found = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
        if found:
            return found[-1]
    raise FileNotFoundError(f"there is no {pattern}; build it: ./pants package libs::")


@dataclass(frozen=True)
class Elsewhere:
    """A Lambda that knows nothing of this repository.

    Args:
        task: Its own folder, with `function.py`.
        path: Further folders of modules, in Lambda's order.
    """

    task: Path
    path: Sequence[Path]

    def write(self, files: Mapping[str, str]) -> None:
        """Write its files."""
        for name, text in files.items():
            file = self.task / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """What `function.main` answers at the stage hom, with the standard library beside it alone."""
        done = subprocess.run(
            [
                sys.executable,
                *("-I", "-S", "-B", "-c", _RUNTIME),
                json.dumps([str(self.task), *map(str, self.path)]),
                json.dumps(event),
            ],
            cwd=self.task,
            env={"PATH": os.defpath, "AWS_DEFAULT_REGION": "sa-east-1"},
            capture_output=True,
            text=True,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])
