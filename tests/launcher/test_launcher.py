"""`./pants` on a bare machine: first starts that race or break off, and errors that say what to do."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

FILES = ["pants", "3rdparty/python/pants.lock", "3rdparty/python/pex.lock"]
FIRST_START_SECONDS = 400


def checkout(folder: Path) -> Path:
    """A checkout with no more in it than the launcher needs."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, folder / name)
    (folder / "pants.toml").write_text('[GLOBAL]\npants_version = "2.17.1"\n')
    return folder


def environment(cache: Path, **more: str) -> dict[str, str]:
    """This process' environment, with a launcher's cache of its own."""
    return {**os.environ, "PANTS_LAUNCHER_CACHE": str(cache), "PANTS_PANTSD": "false", **more}


def start(folder: Path, env: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["./pants", *arguments],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(folder: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./pants", *arguments],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=FIRST_START_SECONDS,
        check=False,
    )


def without_python(folder: Path) -> dict[str, str]:
    """Settings of a machine that has what a shell script needs and no CPython that fits."""
    folder.mkdir()
    for tool in ("cat", "cksum", "dirname", "mkdir", "rm", "sed"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return {"PATH": str(folder), "PYENV_ROOT": "/nowhere"}


def made_of(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A cache that a start broken off by SIGKILL and two racing ones have left behind."""
    path = tmp_path_factory.mktemp("cache")
    broken_off = start(folder, environment(path), "--version")
    deadline = time.monotonic() + FIRST_START_SECONDS
    while not any(path.glob(".making-*/venv")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(broken_off.pid, signal.SIGKILL)
    broken_off.communicate(timeout=FIRST_START_SECONDS)
    assert [name for name in made_of(path) if name.startswith(".making-")]

    racing = [start(folder, environment(path), "--version") for _ in range(2)]
    answers = [process.communicate(timeout=FIRST_START_SECONDS) for process in racing]
    for process, (out, err) in zip(racing, answers, strict=True):
        assert process.returncode == 0, err
        assert out.strip().splitlines()[-1] == "2.17.1"
    return path


def test_racing_and_broken_off_first_starts_leave_one_whole_installation(cache: Path) -> None:
    assert len(made_of(cache)) == 1, made_of(cache)
    (home,) = cache.iterdir()
    assert sorted(path.name for path in home.iterdir()) == ["pex", "settings", "venv"]


def test_a_later_start_installs_nothing_and_passes_arguments_and_exit_code(
    folder: Path, cache: Path
) -> None:
    done = run(folder, environment(cache), "no-such-goal")
    assert done.returncode == 1
    assert "no-such-goal" in done.stdout + done.stderr
    assert "first start" not in done.stderr


def test_an_installation_whose_interpreter_is_gone_is_made_anew(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "cache"
    shutil.copytree(cache, copy, symlinks=True)
    (home,) = copy.iterdir()
    (home / "venv/bin/python").unlink()
    # No interpreter may be found either, so that the test sees the attempt and not half a minute.
    done = run(folder, environment(copy, **without_python(tmp_path / "bin")), "--version")
    assert done.returncode == 1
    assert "CPython 3.9" in done.stderr


def test_a_missing_interpreter_is_named_with_the_command_that_installs_it(
    folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    done = run(folder, environment(cache, **without_python(tmp_path / "bin")), "--version")
    assert done.returncode == 1
    assert "pyenv install 3.9" in done.stderr
    assert not cache.exists()


def test_a_tampered_hash_stops_the_installation(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    lock = folder / "3rdparty/python/pants.lock"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text()))
    done = run(folder, environment(tmp_path / "cache"), "--version")
    assert done.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert "3rdparty/python/pants.lock" in done.stderr
    assert made_of(tmp_path / "cache") == []


def test_a_certificate_that_can_not_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "corporate.pem")
    done = run(folder, environment(tmp_path, PIP_CERT=missing), "--version")
    assert done.returncode == 1
    assert missing in done.stderr


def test_a_cache_that_can_not_be_made_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(folder, environment(tmp_path / "file/cache"), "--version")
    assert done.returncode == 1
    assert "PANTS_LAUNCHER_CACHE" in done.stderr


def test_a_checkout_without_its_locks_says_how_to_get_them_back(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    (folder / "3rdparty/python/pants.lock").unlink()
    done = run(folder, environment(tmp_path / "cache"), "--version")
    assert done.returncode == 1
    assert "git checkout" in done.stderr
