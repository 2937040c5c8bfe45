"""What a cloud that is up does, asked from other terminals and over HTTP."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, UpProcess, eventually

EVENT = ("--event", "-")


def get(up: UpProcess, path: str) -> str:
    address = urlsplit(up.url)
    with urllib.request.urlopen(f"http://{address.netloc}{path}", timeout=60) as response:
        return str(response.read().decode())


def test_the_commands_of_a_running_cloud_need_no_start_of_pants(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    shortcut = checkout.root / "dist/local/other/run"
    with terminal.up("--name", "other") as up:
        up.read_until("  dist/local/other/run status ")
        for arguments, expected in (
            (["status", "--json"], f'"pid": {up.pid}'),
            ([], "Usage: "),
            (["--help"], "Usage: "),
        ):
            done = subprocess.run(
                [shortcut, *arguments],
                cwd=checkout.root,
                env={"PATH": os.defpath, "COLUMNS": "80"},
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )
            assert expected in done.stdout
    assert not shortcut.exists()


def test_a_running_cloud_answers_every_command(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    with terminal.up() as up:
        status = terminal.json("status")
        assert status["pid"] == up.pid
        assert status["lambdas"][0]["name"] == "neoapp_sample"
        assert status["lambdas"][0]["stages"] == {"hom": "1", "prod": "1"}
        assert [queue["name"] for queue in status["queues"]] == [
            "neoapp-hom-sample",
            "neoapp-prod-sample",
        ]

        invoked = terminal.json("invoke", "neoapp_sample", *EVENT, "--stage", "prod", event={})
        assert invoked["response"] == {"stage": "prod", "word": "first"}
        assert "handling at prod\n" in invoked["log"]
        code, said = terminal.run("invoke", "neoapp_sample", *EVENT, event={"fail": True})
        assert code == 1
        assert said.startswith("Response: failed (ValueError: failed on request), version 1\n")

        code, said = terminal.run("send", "neoapp_sample", *EVENT, "--stage", "hom", event={"a": 1})
        assert code == 0
        assert said.startswith("neoapp-hom-sample: ")
        eventually(
            lambda: "took ['{\"a\": 1}']" in terminal.run("logs", "neoapp_sample")[1],
            "the queue is delivered",
        )
        assert "handling at prod" not in terminal.run("logs", "--stage", "hom")[1]

        assert get(up, "/hom/neoapp_sample/some/path").startswith("first hom /")
        assert "neoapp_sample" in get(up, "/")

        assert sorted(each["subject"] for each in terminal.json("mail")) == [
            "Set up hom",
            "Set up prod",
        ]
        assert "Subject: Set up" in terminal.run("mail", "--open", "2")[1]
        assert terminal.run("mail", "--open", "3")[0] == 2

        assert terminal.run("reset") == (0, "As new.\n")
        assert len(terminal.json("mail")) == 2
        assert "took" not in terminal.run("logs")[1]
        assert (
            terminal.json("invoke", "neoapp_sample", *EVENT, event={})["response"]["word"]
            == "first"
        )
        assert terminal.run("send", "neoapp_sample", *EVENT, event={"b": 1})[0] == 0
        eventually(
            lambda: "took ['{\"b\": 1}']" in terminal.run("logs")[1],
            "the queue is delivered after a reset too",
        )


def test_logs_are_followed_until_the_cloud_ends(terminal: Terminal) -> None:
    following = ("logs", "-f", "neoapp_sample", "--stage", "hom")
    with terminal.up() as up, terminal.popen(*following) as process:
        try:
            assert process.stdout is not None
            terminal.run("invoke", "neoapp_sample", *EVENT, "--stage", "prod", event={})
            terminal.run("invoke", "neoapp_sample", *EVENT, "--stage", "hom", event={})
            lines = [process.stdout.readline() for _ in range(4)]
            up.end()
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert [line.partition(" | ")[2].split(" RequestId")[0].strip() for line in lines] == [
        "START",
        "handling at hom",
        "END",
        "REPORT",
    ]
    assert rest == ""
    assert process.returncode == 0


def test_nobody_else_may_read_where_it_is_or_use_it(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    with terminal.up() as up:
        file = checkout.root / "dist" / "local" / "cloud" / "running.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        running = json.loads(file.read_text())
        assert running["token"] not in up.said
        for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer \xe9"}):
            request = urllib.request.Request(
                f"{running['control']}/reset", method="POST", headers=header
            )
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(request, timeout=60)
        listening = subprocess.run(
            ["ss", "-Hltnp"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        mine = [line.split()[3] for line in listening.splitlines() if f"pid={up.pid}," in line]
        assert len(mine) >= 3
        assert all(address.startswith("127.0.0.1:") for address in mine)


def test_two_clouds_do_not_meet(
    checkout: ScratchCheckout, terminal: Terminal, tmp_path: Path
) -> None:
    other_checkout = ScratchCheckout(tmp_path / "other")
    other_terminal = Terminal(other_checkout.root, other_checkout.temporary)
    with terminal.up() as one, terminal.up("--name", "two") as two, other_terminal.up() as three:
        assert len({up.aws for up in (one, two, three)}) == 3
        terminal.run("send", "neoapp_sample", *EVENT, "--name", "two", event={"only": "two"})
        eventually(lambda: "only" in terminal.run("logs", "--name", "two")[1], "two has it")
        assert "only" not in terminal.run("logs")[1]
        assert "only" not in other_terminal.run("logs")[1]
        assert terminal.run("down", "--name", "two")[0] == 0
        assert terminal.run("status")[0] == 0
        assert other_terminal.run("status")[0] == 0


def test_databases_and_partners_stand_in_for_what_the_example_names(
    checkout: ScratchCheckout, terminal: Terminal
) -> None:
    checkout.add(
        "neoapp_pay",
        SAVES_VALUES,
        "SQL=postgresql://postgres@127.0.0.1:5432/neoapp_{stage}\n"
        "ODBC=Driver=SQLite3;Database=/tmp/neoapp_{stage}.db\n"
        "BANK_URL=http://127.0.0.1:8000\n"
        "BANK_API_KEY=local\n"
        "QUEUE_URL=http://127.0.0.1:5000/123456789012/neoapp-{stage}-pay\n"
        "OWN=postgresql://postgres@127.0.0.1:5432/mine_{stage}\n"
        "WORD=said at {stage}\n",
    )
    folder = checkout.root / "lambdas" / "neoapp_pay"
    (folder / ".env").write_text(
        (folder / ".env.example").read_text().replace("/mine_", "/really_mine_")
    )
    (folder / "tests").mkdir()
    (folder / "tests" / "__init__.py").touch()
    (folder / "tests" / "partner_server.py").write_text(PARTNER)

    with terminal.up("neoapp_pay"):
        pass

    found = {
        stage: dict(
            line.split("=", 1)
            for line in (checkout.root / f"values.{stage}").read_text().splitlines()
        )
        for stage in ("hom", "prod")
    }
    for stage, values in found.items():
        assert urlsplit(values["SQL"]).path == f"/neoapp_{stage}"
        assert urlsplit(values["SQL"]).username == f"neoapp_{stage}"
        assert values["ODBC"].endswith(f"/sqlite/neoapp_{stage}.db")
        assert values["BANK_API_KEY"] == "partner-key"
        assert values["QUEUE_URL"] == f"http://127.0.0.1:5000/123456789012/neoapp-{stage}-pay"
        assert values["OWN"] == f"postgresql://postgres@127.0.0.1:5432/really_mine_{stage}"
        assert values["WORD"] == f"said at {stage}"
    assert found["hom"]["BANK_URL"] != found["prod"]["BANK_URL"]


SAVES_VALUES = """
import shutil, sys, urllib.request
from pathlib import Path

def after(option):
    return sys.argv[sys.argv.index(option) + 1]

values = Path(after("--env"))
shutil.copyfile(values, f"values.{after('--stage')}")
[url] = [line[9:] for line in values.read_text().splitlines() if line.startswith("BANK_URL=")]
assert urllib.request.urlopen(url, timeout=60).read() == b"partner"
"""

PARTNER = """
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

API_KEY = "partner-key"

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"partner")

class PartnerServer:
    def __init__(self):
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
"""
