"""Step 3: from what uv installed to what goes into the zip.

Usage: third_party.py INSTALLED OUTPUT CONFIGURATION
"""

import json
import shutil
import sys
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from lambda_zip.steps.bytecode import compile_file, compiled_path, is_importable
from lambda_zip.steps.errors import run_step
from lambda_zip.steps.prune import check_services, excluded, pruned


def prepare(
    installed: Path,
    output: Path,
    *,
    root: str,
    read_services: Collection[str] | None,
    declared_services: Collection[str],
    exclude_files: Collection[str],
    sources: bool,
) -> None:
    """Copy what a Lambda can read, compiled.

    Args:
        installed: The folder that uv installed to.
        output: The folder to make.
        root: Where Lambda unpacks it.
        read_services: AWS services that the code calls, or None for all that there are; one that
            botocore does not know is none.
        declared_services: AWS services of the field `aws_services`.
        exclude_files: Globs of the field `exclude_files`.
        sources: Whether sources go beside their bytecode, instead of bytecode alone.

    Raises:
        BuildError: A field does not fit the files, or a module does not compile.
    """
    files = [p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()]
    check_services(files, declared_services)
    services = None if read_services is None else {*read_services, *declared_services}
    kept = excluded(pruned(files, services), exclude_files)
    output.mkdir()
    for file in map(PurePosixPath, kept):
        destination = output / file
        destination.parent.mkdir(parents=True, exist_ok=True)
        if is_importable(file):
            compiled = output / compiled_path(file, beside=sources)
            compile_file(installed / file, file, compiled, root)
        if sources or not is_importable(file):
            shutil.copyfile(installed / file, destination)


if __name__ == "__main__":
    run_step(
        lambda: prepare(
            Path(sys.argv[1]), Path(sys.argv[2]), **json.loads(Path(sys.argv[3]).read_text())
        )
    )
