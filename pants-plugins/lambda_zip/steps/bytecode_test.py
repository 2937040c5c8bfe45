import importlib.machinery
import importlib.util
import marshal
import subprocess
import sys
import sysconfig
from pathlib import Path, PurePosixPath

import pytest

import lambda_zip.steps.bytecode as bytecode
from lambda_zip.steps.bytecode import check_bytecode, compile_file, compiled_path, is_importable
from lambda_zip.steps.errors import BuildError

PATH = PurePosixPath("pkg/mod.py")
ROOT = "/var/task"
UNCHECKED = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
CODE = marshal.dumps(compile("x = 1", "x", "exec"))


def compiled(folder: Path, source: str) -> bytes:
    (folder / "in.py").write_text(source)
    compile_file(folder / "in.py", PATH, folder / "out.pyc", ROOT)
    return (folder / "out.pyc").read_bytes()


def test_compiled_files_are_unchecked_hash_and_name_where_lambda_unpacks_them(
    tmp_path: Path,
) -> None:
    data = compiled(tmp_path, "def f(): pass\n")

    check_bytecode(data, PATH)
    code = marshal.loads(data[16:])  # noqa: S302
    assert code.co_filename == "/var/task/pkg/mod.py"
    assert str(tmp_path).encode() not in data


def test_bytecode_is_loaded_though_the_source_has_changed(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "mod.py").write_text("ANSWER = 42\n")
    target = tmp_path / compiled_path(PATH, beside=True)
    compile_file(package / "mod.py", PATH, target, ROOT)
    (package / "mod.py").write_text("ANSWER = 0\n")

    answer = subprocess.run(
        [sys.executable, "-B", "-c", "import pkg.mod; print(pkg.mod.ANSWER)"],
        cwd=tmp_path,
        env={"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "42\n"


def test_bytecode_alone_is_importable(tmp_path: Path) -> None:
    (tmp_path / "mod.py").write_text("ANSWER = 42\n")
    compile_file(tmp_path / "mod.py", PATH, tmp_path / compiled_path(PATH, beside=False), ROOT)

    finder = importlib.machinery.PathFinder.find_spec("mod", [str(tmp_path / "pkg")])

    assert finder is not None
    assert isinstance(finder.loader, importlib.machinery.SourcelessFileLoader)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x61\x0d\x0d\x0a" + UNCHECKED[4:] + CODE, "another Python version"),
        (UNCHECKED[:4] + bytes(12) + CODE, "invalidation mode"),
        (UNCHECKED[:4] + (3).to_bytes(4, "little") + bytes(8) + CODE, "invalidation mode"),
        (UNCHECKED + CODE[:20], "damaged"),
        (UNCHECKED, "damaged"),
        (UNCHECKED + marshal.dumps("text"), "no code"),
        (b"", "another Python version"),
    ],
)
def test_a_compiled_file_that_lambda_would_not_load_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BuildError, match=rf"pkg/mod\.py: .*{reason}"):
        check_bytecode(data, PATH)


@pytest.mark.parametrize("source", ["print 'python 2'\n", "x = (\n", "x = '\0'\n"])
def test_a_file_that_does_not_compile_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(BuildError, match=r"pkg/mod\.py: does not compile.*`exclude_files`"):
        compiled(tmp_path, source)


def test_data_that_ends_in_py_is_no_module() -> None:
    assert is_importable(PurePosixPath("pkg/mod.py"))
    assert not is_importable(PurePosixPath("pkg/project-template/main.py"))
    assert not is_importable(PurePosixPath("pkg/script.py.mako"))


DETERMINISM = """
import random, sys
from pathlib import Path, PurePosixPath
sys.path.insert(0, sys.argv[1])
from lambda_zip.steps.bytecode import compile_file
modules = sorted(Path(sys.argv[2]).glob("*.py"))
random.Random(sys.argv[4]).shuffle(modules)
for module in modules:
    compile_file(module, PurePosixPath(module.name), Path(sys.argv[3], module.stem), "/var/task")
"""


def test_bytes_do_not_depend_on_process_order_or_hash_seed(tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    modules = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
    for module in modules[:: len(modules) // 60][:60]:
        (sample / module.name).write_bytes(module.read_bytes())
    plugins = Path(bytecode.__file__).parents[2]

    for run, seed in (("one", "1"), ("two", "2")):
        subprocess.run(
            [
                *(sys.executable, "-B", "-s", "-S", "-c", DETERMINISM),
                *(str(plugins), str(sample), str(tmp_path / run), seed),
            ],
            env={"PYTHONHASHSEED": seed},
            check=True,
        )

    one = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    assert len(one) == 60
    assert one == {file.name: file.read_bytes() for file in (tmp_path / "two").iterdir()}
