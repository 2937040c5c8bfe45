"""What is kept from one run to the next on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .scratch import ScratchCheckout
from .terminal import Terminal, client

STORE = """
import sys, psycopg, pymongo
from pathlib import Path

def value(name):
    lines = Path(sys.argv[sys.argv.index("--env") + 1]).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)[name]

with psycopg.connect(value("SQL")) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS run (at timestamp DEFAULT now())")
    connection.execute("INSERT INTO run DEFAULT VALUES")
    runs = connection.execute("SELECT count(*) FROM run").fetchone()[0]
with pymongo.MongoClient(value("DOCUMENTS")) as client:
    client.get_default_database().run.insert_one({})
    documents = client.get_default_database().run.count_documents({})
Path("runs").open("a").write(f"{runs} {documents}\\n")
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_services_versions_and_mail_are_there_again(
    checkout: ScratchCheckout, terminal: Terminal, state: Path
) -> None:
    with terminal.up("--state", str(state), "--no-watch") as up:
        client(up, "s3").create_bucket(Bucket="kept")
        client(up, "s3").put_object(Bucket="kept", Key="a", Body=b"content")
        client(up, "secretsmanager").create_secret(Name="kept", SecretString="value")
        queue = client(up, "sqs").create_queue(
            QueueName="kept.fifo", Attributes={"FifoQueue": "true"}
        )
        client(up, "sqs").send_message(
            QueueUrl=queue["QueueUrl"],
            MessageBody="waiting",
            MessageGroupId="a",
            MessageDeduplicationId="a",
        )
        client(up, "dynamodb").create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        client(up, "dynamodb").put_item(TableName="kept", Item={"id": {"S": "1"}})
        client(up, "events").put_rule(Name="kept", ScheduleExpression="rate(1 day)")
        topic = client(up, "sns").create_topic(Name="kept")["TopicArn"]
        assert len(terminal.json("mail")) == 2
        assert up.end() == 143

    checkout.write("words.py", 'WORD = "second"\n')
    checkout.package()
    with terminal.up("--state", str(state), "--no-watch") as up:
        body = client(up, "s3").get_object(Bucket="kept", Key="a")["Body"].read()
        secret = client(up, "secretsmanager").get_secret_value(SecretId="kept")
        url = client(up, "sqs").get_queue_url(QueueName="kept.fifo")["QueueUrl"]
        messages = client(up, "sqs").receive_message(QueueUrl=url)["Messages"]
        item = client(up, "dynamodb").get_item(TableName="kept", Key={"id": {"S": "1"}})
        versions = client(up, "lambda").list_versions_by_function(FunctionName="neoapp_sample")
        assert body == b"content"
        assert secret["SecretString"] == "value"
        assert [each["Body"] for each in messages] == ["waiting"]
        assert item["Item"] == {"id": {"S": "1"}}
        assert client(up, "sns").get_topic_attributes(TopicArn=topic)
        assert client(up, "events").describe_rule(Name="kept")["State"] == "ENABLED"
        assert [each["Version"] for each in versions["Versions"]] == ["$LATEST", "1", "2"]
        # Both runs set both stages up.
        assert len(terminal.json("mail")) == 4
        words = {
            qualifier: terminal.json(
                "invoke", "neoapp_sample", "--event", "-", "--qualifier", qualifier, event={}
            )["response"]["word"]
            for qualifier in ("1", "hom")
        }
        assert words == {"1": "first", "hom": "second"}


def test_databases_are_there_again_also_after_a_crash(
    checkout: ScratchCheckout, terminal: Terminal, state: Path
) -> None:
    checkout.add(
        "neoapp_store",
        STORE,
        "SQL=postgresql://postgres@127.0.0.1:5432/neoapp_{stage}\n"
        "DOCUMENTS=mongodb://127.0.0.1:27017/neoapp_{stage}?directConnection=true\n",
    )
    arguments = ("neoapp_store", "--stage", "hom", "--state", str(state))
    with terminal.up(*arguments) as up:
        assert up.end() == 143
    with terminal.up(*arguments) as up:
        up.kill()
    with terminal.up(*arguments):
        # A crash may cost documents of its last moments, which the page of this command says.
        runs = (checkout.root / "runs").read_text().split()
        assert [*runs[0::2], *runs[1:4:2]] == ["1", "2", "3", "1", "2"]


def test_without_a_folder_the_next_run_begins_anew(terminal: Terminal) -> None:
    for _ in range(2):
        with terminal.up():
            assert len(terminal.json("mail")) == 2


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "aws.state").write_bytes(b"moto 1\nx"), "was kept by"),
        (lambda folder: (folder / "functions.json").write_text("[]"), "is damaged"),
        (lambda folder: folder.chmod(0o777), "can be written by, other users"),
    ],
)
def test_what_cannot_be_used_is_named(
    terminal: Terminal, state: Path, damage: Any, message: str
) -> None:
    with terminal.up("--state", str(state)) as up:
        up.end()
    damage(state)

    code, said = terminal.run("up", "--state", str(state))

    assert code == 2
    assert message in said


def test_two_clouds_cannot_keep_the_same(terminal: Terminal, state: Path) -> None:
    with terminal.up("--state", str(state)):
        code, said = terminal.run("up", "--name", "other", "--state", str(state))

    assert code == 2
    assert "is another running cloud's" in said
