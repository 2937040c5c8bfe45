from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.local.cli import app

HANDLER = """
import json, os, sys, time, urllib.request

def handler(event, context):
    print("handling", sorted(event))
    if "Records" in event:
        return None
    if event.get("sleep"):
        time.sleep(event["sleep"])
    if event.get("fail"):
        raise ValueError("failed on request")
    return {"arn": context.invoked_function_arn}
"""

SETUP = """
import sys, boto3
stage = sys.argv[2]
sqs = boto3.client("sqs")
url = sqs.create_queue(QueueName=f"neoapp-{stage}-sample")["QueueUrl"]
sqs.send_message(QueueUrl=url, MessageBody="one")
ses = boto3.client("sesv2")
ses.create_email_identity(EmailIdentity="sender@example.com")
raw = b"From: sender@example.com\\nTo: a@example.com\\nSubject: From the script\\n\\ntext\\n"
ses.send_email(FromEmailAddress="sender@example.com", Content={"Raw": {"Data": raw}},
               Destination={"ToAddresses": ["a@example.com"]})
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pants.toml").touch()
    scripts = tmp_path / "lambdas" / "neoapp_sample" / "scripts"
    scripts.mkdir(parents=True)
    (scripts / "setup_env.py").write_text(SETUP)
    (scripts.parent / "main.py").touch()
    artifact = tmp_path / "dist" / "lambdas" / "neoapp_sample.zip"
    artifact.parent.mkdir(parents=True)
    with zipfile.ZipFile(artifact, "w") as archive:
        archive.writestr("lambda_function.py", HANDLER)
    (tmp_path / "event.json").write_text('{"a": 1}')
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline.local", *arguments]


def environment(checkout: Path) -> dict[str, str]:
    temporary = checkout / "tmp"
    temporary.mkdir(exist_ok=True)
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return {**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary), "NO_COLOR": "1"}


def run(checkout: Path, *arguments: str, event: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=checkout,
        env=environment(checkout),
        input=event,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def test_invoking_shows_the_response_the_log_the_queues_and_the_mail(checkout: Path) -> None:
    done = run(checkout, "invoke", "neoapp_sample", "--stage", "hom", "--event", "event.json")

    assert (done.stderr, done.returncode) == ("", 0)
    text = re.sub(r"[0-9a-f-]{36}", "ID", done.stdout)
    assert text.startswith(
        "Response: succeeded, version 1\n"
        "  {\n"
        '    "arn": "arn:aws:lambda:us-east-1:123456789012:function:neoapp_sample:hom"\n'
        "  }\n"
        "Log:\n"
        "  START RequestId: ID Version: 1\n"
        "  handling ['a']\n"
        "  END RequestId: ID\n"
        "  REPORT RequestId: ID\t"
    )
    assert "Queue neoapp-hom-sample: 1 message(s) delivered\n" in text
    assert "  handling ['Records']\n" in text
    assert text.endswith(
        "Sent: 1 message(s)\n"
        "  Subject: From the script\n"
        "  From: sender@example.com\n"
        "  To: a@example.com\n"
        "  Text:\n"
        "    text\n"
    )
    assert list((checkout / "tmp").iterdir()) == []


def test_programs_get_one_json_object(checkout: Path) -> None:
    done = run(checkout, "invoke", "neoapp_sample", "--event", "-", "--json", event="{}")

    document = json.loads(done.stdout)
    assert document["response"]["arn"].endswith(":hom")
    assert document["function_error"] is None
    assert document["seeded"] is True
    assert [each["queue"] for each in document["deliveries"]] == ["neoapp-hom-sample"]
    assert [each["subject"] for each in document["mail"]] == ["From the script"]


class Here:
    """Runs the command inside the tests' own process, which is quicker than in one of its own."""

    def __init__(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(checkout)

    def invoke(self, *arguments: str, event: str = "{}") -> Result:
        runner = CliRunner(env={"NO_COLOR": "1"})
        return runner.invoke(app, ["invoke", "neoapp_sample", *arguments], input=event)


@pytest.fixture
def here(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(checkout, monkeypatch)


def test_another_stage_can_be_named_and_queues_stay_as_they_are_on_request(here: Here) -> None:
    done = here.invoke("--event", "event.json", "--json", "--stage", "prod", "--no-drain")

    document = json.loads(done.stdout)
    assert document["response"]["arn"].endswith(":prod")
    assert document["deliveries"] == []


def test_a_qualifier_is_invoked_instead_of_the_stages_alias(here: Here) -> None:
    done = here.invoke("--event", "event.json", "--json", "--qualifier", "1")

    assert json.loads(done.stdout)["response"]["arn"].endswith(":1")


def test_a_function_that_fails_makes_the_exit_code_one(here: Here) -> None:
    done = here.invoke("--event", "-", event='{"fail": true}')

    assert done.exit_code == 1
    assert done.stdout.startswith("Response: failed (Unhandled), version 1\n")
    assert '"errorMessage": "failed on request"' in done.stdout


def test_the_timeout_can_be_shortened(here: Here) -> None:
    done = here.invoke("--event", "-", "--timeout", "0.5", event='{"sleep": 60}')

    assert done.exit_code == 1
    assert "Task timed out after 0.50 seconds" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--event", "none.json"), "the event none.json cannot be read"),
        (("--event", "pants.toml"), "the event pants.toml is not JSON"),
        (("--event", "event.json", "--stage", "dev"), "unknown stage 'dev'"),
        (("--event", "event.json", "--zip", "no.zip"), "no.zip cannot be read"),
        (("--event", "event.json", "--zip", "pants.toml"), "pants.toml is not a usable zip"),
        (("--event", "event.json", "--qualifier", "7"), "Function not found"),
        ((), "Missing option '--event'"),
    ],
)
def test_what_cannot_be_run_makes_the_exit_code_two(
    here: Here, arguments: tuple[str, ...], message: str
) -> None:
    done = here.invoke(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_artifact_that_was_not_built_comes_with_the_command_that_builds_it(
    checkout: Path, here: Here
) -> None:
    (checkout / "dist" / "lambdas" / "neoapp_sample.zip").unlink()

    done = here.invoke("--event", "event.json")

    assert done.exit_code == 2
    assert done.stderr.endswith("Build it:\n    ./pants package lambdas/neoapp_sample::\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_its_function_and_removes_its_files(
    checkout: Path, number: signal.Signals
) -> None:
    marker = checkout / "pid"
    with zipfile.ZipFile(checkout / "slow.zip", "w") as archive:
        archive.writestr(
            "lambda_function.py",
            "import os, pathlib, time\n"
            "def handler(event, context):\n"
            f"    part = pathlib.Path({str(marker)!r} + '.part')\n"
            f"    part.write_text(str(os.getpid())); part.rename({str(marker)!r})\n"
            "    time.sleep(600)\n",
        )
    process = subprocess.Popen(
        command(
            *("invoke", "neoapp_sample", "--event", "event.json"),
            *("--zip", "slow.zip", "--timeout", "600"),
        ),
        cwd=checkout,
        env=environment(checkout),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit = time.monotonic() + 60
        while not marker.exists():
            assert time.monotonic() < limit
            assert process.poll() is None
            time.sleep(0.02)

        process.send_signal(number)

        assert process.wait(timeout=60) in {1, 128 + number, 130}
    finally:
        process.kill()
        process.wait()
    assert not Path(f"/proc/{marker.read_text()}").exists()
    assert list((checkout / "tmp").iterdir()) == []
