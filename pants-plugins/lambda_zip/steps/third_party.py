"""Step 3: from what uv installed to a zip of what a Lambda can read, compiled.

Usage: third_party.py INSTALLED ZIP CONFIGURATION
"""

import json
import sys
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from lambda_zip.steps.archive import write_zip
from lambda_zip.steps.aws_data import lean
from lambda_zip.steps.bytecode import with_bytecode
from lambda_zip.steps.errors import run_step
from lambda_zip.steps.optional import ALL, without_optional
from lambda_zip.steps.prune import check_services, excluded, pruned


def prepare(
    installed: Path,
    zip_file: Path,
    *,
    folder: str,
    root: str,
    read_services: Collection[str] | None,
    read_optional: Collection[str] | None,
    declared_services: Collection[str],
    exclude_files: Collection[str],
    sources: bool,
) -> None:
    """Write the zip to which first-party code is added, once for all Lambdas that agree on it.

    Args:
        installed: The folder that uv installed to.
        zip_file: The zip to write.
        folder: The folder in the zip that everything lies in, or "".
        root: Where Lambda unpacks that.
        read_services: AWS services that the code calls, or None for all that there are; one that
            botocore does not know is none.
        read_optional: Optional packages that the code speaks of, or None for all that there are.
        declared_services: AWS services of the field `aws_services`.
        exclude_files: Globs of the field `exclude_files`.
        sources: Whether sources go beside their bytecode, instead of bytecode alone.

    Raises:
        BuildError: A field does not fit the files, a module does not compile, or Lambda would not
            load a compiled file.
    """
    files = [p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()]
    check_services(files, declared_services)
    services = None if read_services is None else {*read_services, *declared_services}
    kept = excluded(pruned(files, services), exclude_files)
    content = without_optional(
        {file: (installed / file).read_bytes() for file in kept},
        ALL if read_optional is None else read_optional,
    )
    if services is not None:
        content = lean(content)
    shipped = with_bytecode(content, root, sources=sources)
    write_zip({str(PurePosixPath(folder, name)): shipped[name] for name in shipped}, zip_file)


if __name__ == "__main__":
    run_step(
        lambda: prepare(
            Path(sys.argv[1]), Path(sys.argv[2]), **json.loads(Path(sys.argv[3]).read_text())
        )
    )
