"""Bytecode that Lambda loads without looking at the source.

/var/task and /opt are read-only, so what is not compiled here is compiled again at every cold start. The
invalidation mode is `unchecked-hash` (PEP 552): a zip's times mean nothing.
"""

import importlib.util
import marshal
import py_compile
import sys
import tempfile
import types
import warnings
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lambda_zip.steps.errors import BuildError

_UNCHECKED_HASH = (1).to_bytes(4, "little")


def is_importable(path: PurePosixPath) -> bool:
    """Whether `import` can reach a source file; data that happens to end in .py it cannot."""
    return path.suffix == ".py" and all(part.isidentifier() for part in path.with_suffix("").parts)


def compiled_path(path: PurePosixPath, *, beside: bool) -> PurePosixPath:
    """Where a module's bytecode lies.

    Args:
        path: The module's source, relative to the zip's root.
        beside: Whether the source is shipped too: then bytecode is looked for in `__pycache__`, and
            in the source's own place otherwise.
    """
    if not beside:
        return path.with_suffix(".pyc")
    return path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"


def compile_file(source: Path, path: PurePosixPath, compiled: Path, root: str) -> None:
    """Compile one module.

    Args:
        source: The file to read.
        path: Its path below `root`.
        compiled: The file to write.
        root: Where Lambda unpacks it: the path in tracebacks, instead of one of the build machine.

    Raises:
        BuildError: It does not compile.
    """
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            py_compile.compile(
                str(source),
                cfile=str(compiled),
                dfile=str(PurePosixPath(root) / path),
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except py_compile.PyCompileError as error:
            raise BuildError(
                f"{path}: does not compile: {error.exc_value}. Correct the file or, if it is "
                "third-party code that the Lambda never imports, add it to the field "
                "`exclude_files`."
            ) from error


def with_bytecode(
    files: Mapping[str, bytes], root: str, *, sources: bool = True
) -> dict[str, bytes]:
    """Files as they are shipped: modules compiled, and every compiled file loaded once.

    Args:
        files: Content by path below `root`.
        root: Where Lambda unpacks them.
        sources: Whether sources go beside their bytecode, instead of bytecode alone.

    Raises:
        BuildError: A module does not compile, or Lambda would not load a compiled file.
    """
    shipped = {}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "compiled")
        for name, data in files.items():
            path = PurePosixPath(name)
            if is_importable(path):
                source.write_bytes(data)
                compile_file(source, path, target, root)
                shipped[str(compiled_path(path, beside=sources))] = target.read_bytes()
            if sources or not is_importable(path):
                shipped[name] = data
    for name, data in shipped.items():
        if name.endswith(".pyc"):
            check_bytecode(data, PurePosixPath(name))
    return shipped


def check_bytecode(data: bytes, path: PurePosixPath) -> None:
    """Check that this interpreter's runtime would load a compiled file as it is.

    Args:
        data: The file's content.
        path: Its path in the zip, for the error.

    Raises:
        BuildError: It is of another Python, might be taken for stale, or is not code.
    """
    if data[:4] != importlib.util.MAGIC_NUMBER:
        raise _unloadable(path, "it is bytecode of another Python version")
    if data[4:8] != _UNCHECKED_HASH:
        raise _unloadable(path, "its invalidation mode is not unchecked-hash")
    try:
        code = marshal.loads(data[16:])  # noqa: S302
    except (EOFError, ValueError, TypeError) as error:
        raise _unloadable(path, f"it is damaged ({error})") from error
    if not isinstance(code, types.CodeType):
        raise _unloadable(path, "it holds no code")


def _unloadable(path: PurePosixPath, reason: str) -> BuildError:
    return BuildError(
        f"{path}: Lambda would not load this compiled file: {reason}. Ship its source instead, or "
        "add it to the field `exclude_files` if the Lambda never imports it."
    )
