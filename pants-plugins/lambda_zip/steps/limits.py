"""Lambda's limits for a deployment package: AWS Lambda Developer Guide, "Lambda quotas"."""

from collections.abc import Mapping

from lambda_zip.steps.errors import BuildError

MAX_ZIPPED = 50 * 1024 * 1024
MAX_UNZIPPED = 250 * 1024 * 1024

_LARGEST_SHOWN = 5


def check_size(
    zipped: int,
    sizes: Mapping[str, int],
    *,
    max_zipped: int = MAX_ZIPPED,
    max_unzipped: int = MAX_UNZIPPED,
) -> None:
    """Check an artifact against the limits.

    Args:
        zipped: The zip's bytes.
        sizes: Each file's bytes, by its path in the zip.
        max_zipped: The most bytes the zip may have.
        max_unzipped: The most bytes all files may have.

    Raises:
        BuildError: One is exceeded; the text names what takes the most room.
    """
    unzipped = sum(sizes.values())
    for size, limit, state in (
        (zipped, max_zipped, "zipped"),
        (unzipped, max_unzipped, "unzipped"),
    ):
        if size > limit:
            raise BuildError(
                f"The artifact has {_megabytes(size)} {state}; Lambda allows {_megabytes(limit)}. "
                f"The most of it: {_largest(sizes)}. Import less of that, or leave files out "
                "with the field `exclude_files`."
            )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


def _largest(sizes: Mapping[str, int]) -> str:
    parts: dict[str, int] = {}
    for path, size in sizes.items():
        part = path.partition("/")[0]
        parts[part] = parts.get(part, 0) + size
    largest = sorted(parts.items(), key=lambda item: (-item[1], item[0]))[:_LARGEST_SHOWN]
    return ", ".join(f"{part} ({_megabytes(size)})" for part, size in largest)
