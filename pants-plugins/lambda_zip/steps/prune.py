"""Which files of the installed distributions a Lambda can ever read."""

import difflib
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from lambda_zip.steps.errors import BuildError

# Where installers put what is for a shell, a compiler or a manual reader.
_TOP_LEVEL_FOLDERS = ("bin", "include", "share")
_TEST_FOLDERS = ("tests", "test")
_NEVER_READ_SUFFIXES = (".pth", ".pyi", ".pyo", ".h", ".hpp", ".c", ".cpp", ".pxd", ".pyx", ".pxi")
_NEVER_READ_NAMES = ("py.typed",)
# What importlib.metadata is asked for stays (METADATA, entry_points.txt, licences); what tells how
# and by whom the files were installed goes, since it differs from one machine to the next.
_DIST_INFO_DROPPED = (
    "INSTALLER",
    "RECORD",
    "REQUESTED",
    "WHEEL",
    "direct_url.json",
    "uv_cache.json",
)
_SERVICE_FOLDERS = ("botocore/data", "boto3/data")
_SERVICE_FILES_DROPPED = ("examples-1.json", "examples-1.json.gz")
_NEVER_READ_FOLDERS = ("boto3/examples",)


def pruned(files: Iterable[str], aws_services: Collection[str] | None) -> list[str]:
    """The files to keep, sorted.

    Args:
        files: Paths in the folder that uv installed to.
        aws_services: The AWS services whose models stay, by their boto3 client names;
            None for all.

    Compiled files that a wheel ships go too: the build makes its own.
    """
    files = sorted(files)
    sources = {file for file in files if file.endswith(".py")}
    return [
        file
        for file in files
        if _is_read(PurePosixPath(file), aws_services)
        and not (file.endswith(".pyc") and file[:-1] in sources)
    ]


def _is_read(path: PurePosixPath, aws_services: Collection[str] | None) -> bool:
    folders = path.parts[:-1]
    if not folders:
        return not path.name.startswith(".") and path.suffix not in _NEVER_READ_SUFFIXES
    if folders[0] in _TOP_LEVEL_FOLDERS or "__pycache__" in folders:
        return False
    if any(folder in _TEST_FOLDERS or folder.startswith(".") for folder in folders):
        return False
    if folders[0].endswith(".dist-info"):
        return path.name not in _DIST_INFO_DROPPED and "sboms" not in folders
    if path.suffix in _NEVER_READ_SUFFIXES or path.name in _NEVER_READ_NAMES:
        return False
    if any(path.is_relative_to(folder) for folder in _NEVER_READ_FOLDERS):
        return False
    for data in _SERVICE_FOLDERS:
        if path.is_relative_to(data):
            below = path.relative_to(data).parts
            # Files directly below are for all services: endpoints, partitions, retry rules.
            return len(below) == 1 or (
                (aws_services is None or below[0] in aws_services)
                and path.name not in _SERVICE_FILES_DROPPED
            )
    return True


def check_services(files: Iterable[str], declared: Collection[str]) -> None:
    """Check that botocore knows the services that the target's field names.

    Args:
        files: Paths in the folder that uv installed to.
        declared: The value of the field `aws_services`.

    Raises:
        BuildError: It does not know one.
    """
    known = {
        file.split("/")[2]
        for file in files
        if file.startswith("botocore/data/") and file.count("/") > 2
    }
    for service in declared:
        if service not in known:
            close = difflib.get_close_matches(service, known, n=3)
            hint = f"did you mean {' or '.join(map(repr, close))}?" if close else ""
            raise BuildError(
                f"The field `aws_services` names {service!r}, of which the botocore that this "
                f"Lambda imports has no model; {hint or 'use a boto3 client name.'}"
                if known
                else f"The field `aws_services` names {service!r}, but this Lambda does not import "
                "botocore. Leave the field out."
            )


def excluded(files: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The files that no pattern matches.

    Args:
        files: Paths relative to the zip's root.
        patterns: The value of the field `exclude_files`: globs, `**` for any depth.

    Raises:
        BuildError: A pattern matches nothing.
    """
    kept = list(files)
    for pattern in patterns:
        rest = [file for file in kept if not PurePosixPath(file).full_match(pattern)]
        if len(rest) == len(kept):
            raise BuildError(
                f"The field `exclude_files` has {pattern!r}, which matches no third-party file. "
                "Correct the pattern or leave it out."
            )
        kept = rest
    return kept
