"""A checkout that is made for a test, with lambdas of a few lines each."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

__all__ = ["ScratchCheckout"]

HANDLER = """
import json, os, subprocess, sys, time

from .words import WORD

def main(event, context):
    stage = context.invoked_function_arn.rsplit(":", 1)[-1]
    if "requestContext" in event:
        return {"statusCode": 200, "body": f"{WORD} {stage} {event['rawPath']}"}
    if "Records" in event:
        print("took", [record["body"] for record in event["Records"]])
        return None
    if event.get("fail"):
        raise ValueError("failed on request")
    if "leave" in event:
        # A process that has left the function's group.
        subprocess.Popen(["sleep", "600"], start_new_session=True)
    print("handling at", stage)
    time.sleep(event.get("sleep", 0))
    return {"stage": stage, "word": WORD}
"""

SETUP = """
import boto3, sys
from botocore.exceptions import ClientError

stage = sys.argv[sys.argv.index("--stage") + 1]
boto3.client("sqs").create_queue(QueueName=f"neoapp-{stage}-sample")
ses = boto3.client("sesv2")
sender = f"{stage}@example.com"
try:
    ses.create_email_identity(EmailIdentity=sender)
except ClientError as error:
    if error.response["Error"]["Code"] != "AlreadyExistsException":
        raise
raw = f"From: {sender}\\nTo: a@example.com\\nSubject: Set up {stage}\\n\\ntext\\n".encode()
ses.send_email(FromEmailAddress=sender, Content={"Raw": {"Data": raw}},
               Destination={"ToAddresses": ["a@example.com"]})
"""


class ScratchCheckout:
    """A checkout with one lambda, `neoapp_sample`, whose artifact is up to date.

    Attributes:
        root: its folder.
        temporary: where programs that are started for it put what is temporary.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.temporary = root / "tmp"
        self.temporary.mkdir(parents=True)
        (root / "pants.toml").touch()
        self.add("neoapp_sample", SETUP)

    def add(self, name: str, setup: str, example: str = "") -> None:
        """Adds a lambda, packaged."""
        folder = self.root / "lambdas" / name
        (folder / "scripts").mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "main.py").write_text(HANDLER)
        (folder / "words.py").write_text('WORD = "first"\n')
        (folder / "scripts" / "setup_env.py").write_text(setup)
        if example:
            (folder / ".env.example").write_text(example)
        self.package(name)

    def package(self, name: str = "neoapp_sample") -> Path:
        """Makes the artifact of the sources as they are, with a package that is not theirs."""
        zip_path = self.root / "dist" / "lambdas" / f"{name}.zip"
        zip_path.parent.mkdir(parents=True, exist_ok=True)
        folder = self.root / "lambdas" / name
        with zipfile.ZipFile(zip_path, "w") as archive:
            for file in folder.glob("*.py"):
                archive.write(file, f"{name}/{file.name}")
            archive.writestr("third_party/__init__.py", "")
        manifest = {"handler": f"{name}.main.main", "timeout": 30, "memory": 256}
        zip_path.with_suffix(".json").write_text(json.dumps(manifest))
        return zip_path

    def write(self, part: str, content: str) -> None:
        """Writes a file of `neoapp_sample`."""
        (self.root / "lambdas" / "neoapp_sample" / part).write_text(content)
