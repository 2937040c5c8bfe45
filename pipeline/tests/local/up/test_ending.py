"""However a cloud ends, nothing of it is left."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, UpProcess, eventually, processes_of


def _addresses(root: Path) -> list[int]:
    running = json.loads((root / "dist" / "local" / "cloud" / "running.json").read_text())
    ports = [urlsplit(running[key]).port for key in ("url", "aws", "control")]
    return [port for port in ports if port]


def _busy(up: UpProcess, checkout: ScratchCheckout) -> None:
    """Has a function run, another be frozen, and a process leave its function."""
    terminal = up.terminal
    event = ["invoke", "neoapp_sample", "--event", "-"]
    assert terminal.run(*event, event={"leave": True})[0] == 0
    threading.Thread(
        target=terminal.run, args=event, kwargs={"event": {"sleep": 600}}, daemon=True
    ).start()
    eventually(
        lambda: (
            sum("awslambdaric" in each for each in processes_of(checkout.temporary).values()) > 1
        ),
        "a second environment",
    )


@pytest.fixture
def databases(checkout: ScratchCheckout) -> None:
    checkout.add(
        "neoapp_store",
        "",
        "SQL=postgresql://postgres@127.0.0.1:5432/neoapp_{stage}\n"
        "DOCUMENTS=mongodb://127.0.0.1:27017/neoapp_{stage}?directConnection=true\n",
    )


@pytest.mark.usefixtures("databases")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_every_process_and_frees_every_port(
    checkout: ScratchCheckout,
    terminal: Terminal,
    nothing_is_left: Callable[[], None],
    number: signal.Signals,
) -> None:
    with terminal.up() as up:
        _busy(up, checkout)
        ports = _addresses(checkout.root)
        commands = " ".join(processes_of(checkout.temporary).values())
        assert "postgres" in commands
        assert "secantus" in commands
        assert "sleep 600" in commands

        code = up.end(number)

    nothing_is_left()
    assert code in {0, 130, 128 + number, -number}
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
    assert terminal.run("status")[0] == 2


def test_down_waits_until_nothing_is_left(checkout: ScratchCheckout, terminal: Terminal) -> None:
    with terminal.up() as up:
        assert terminal.run("down") == (0, "")
        assert not [each for each in processes_of(checkout.temporary) if each != up.pid]
        assert up.wait() == 0
    assert list(checkout.temporary.iterdir()) == []


def test_after_a_crash_the_next_one_starts_at_once(terminal: Terminal) -> None:
    with terminal.up() as up:
        up.kill()
        with terminal.up():
            assert terminal.run("status")[0] == 0
