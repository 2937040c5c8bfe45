import pytest

from .repository import LAMBDA, Repository

_FILE = "core/services/greeting_service.py"
_REMEDY = "move it into a function that is called when an event needs it"

_CONNECTS = "opens a connection"
_READS = "reads a secret"
_STARTS = "starts a thread, a process or an event loop"
_FILES = "reads or writes a file"


@pytest.mark.parametrize(
    ("text", "effect", "call"),
    [
        ("import boto3\nSES = boto3.client('ses')\n", _CONNECTS, "boto3.client"),
        ("from boto3 import resource as r\nT = r('dynamodb')\n", _CONNECTS, "r"),
        ("from mew.config import client\nSES = client('sesv2')\n", _CONNECTS, "client"),
        ("import psycopg\nDB = psycopg.connect('')\n", _CONNECTS, "psycopg.connect"),
        ("import sqlalchemy\nDB = sqlalchemy.create_engine('').connect()\n", _CONNECTS, "sqlalchemy.create_engine('').connect"),
        ("import requests\nA = requests.get('http://a')\n", _CONNECTS, "requests.get"),
        ("import httpx2\nHTTP = httpx2.Client()\n", _CONNECTS, "httpx2.Client"),
        ("from mew import config\nS = config.Settings.load()\n", _READS, "config.Settings.load"),
        ("from ...config import MailSettings\nS = MailSettings.load()\n", _READS, "MailSettings.load"),
        ("import threading\nT = threading.Thread(target=print)\n", _STARTS, "threading.Thread"),
        ("from ..utils import worker\nworker.start()\n", _STARTS, "worker.start"),
        ("import asyncio\nasyncio.run(None)\n", _STARTS, "asyncio.run"),
        ("import subprocess\nV = subprocess.run(['v'])\n", _STARTS, "subprocess.run"),
        ("A = 1\nF = open('data.json')\n", _FILES, "open"),
        ("import pathlib\nF = pathlib.Path('a').read_text()\n", _FILES, "pathlib.Path('a').read_text"),
    ],
)  # fmt: skip
def test_importing_a_module_does_nothing_to_the_outside(
    repository: Repository, text: str, effect: str, call: str
) -> None:
    repository.in_lambda(_FILE, text)

    assert repository.violations() == [
        f"{LAMBDA}/{_FILE}:2: import-time: importing this module {effect}: `{call}(...)`; {_REMEDY}"
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("import boto3\nif True:\n    try:\n        C = boto3.client('s3')\n    finally: ...\n", 4),
        ("import boto3\n\n\nclass A:\n    client = boto3.client('s3')\n", 5),
        ("import boto3\n\n\ndef f(client=boto3.client('s3')): ...\n", 4),
        ("import boto3\n\n\ndef f(*, client=boto3.client('s3')): ...\n", 4),
        ("import boto3\n\n\n@boto3.client('s3')\ndef f(): ...\n", 4),
        ("import boto3\n\n\nclass A(metaclass=boto3.client('s3')): ...\n", 4),
        ("import boto3\nwith boto3.client('s3') as c: ...\n", 2),
        ("import boto3\nALL = [boto3.client(s) for s in ('s3',)]\n", 2),
        ("import boto3\nmatch 1:\n    case 1:\n        boto3.client('s3')\n", 4),
        ("import boto3\nfor c in (boto3.client('s3'),): ...\n", 2),
        ("import boto3\nA = {'s3': (f'{boto3.client('s3')}', 1)}\n", 2),
    ],
)
def test_every_place_that_runs_at_import_is_seen(
    repository: Repository, text: str, line: int
) -> None:
    repository.in_lambda(_FILE, text)

    assert [violation.split(": ")[0] for violation in repository.violations()] == [
        f"{LAMBDA}/{_FILE}:{line}"
    ]


def test_a_call_is_followed_into_the_functions_of_its_module(repository: Repository) -> None:
    text = (
        "import boto3\n\n\n"
        "def _client():\n    return boto3.client('s3')\n\n\n"
        "class Bucket:\n    def __init__(self):\n        self.client = _client()\n\n\n"
        "BUCKET = Bucket()\n"
    )
    repository.in_lambda(_FILE, text)

    assert repository.violations() == [
        (
            f"{LAMBDA}/{_FILE}:13: import-time: importing this module {_CONNECTS}: `Bucket(...)`, "
            f"which calls `boto3.client(...)` in line 5; {_REMEDY}"
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "import boto3\n\n\ndef client():\n    return boto3.client('s3')\n",
        "import boto3\n\nmake = lambda: boto3.client('s3')\n",
        "import boto3\n\nif __name__ == '__main__':\n    boto3.client('s3')\n",
        "from typing import TYPE_CHECKING\nimport boto3\nif TYPE_CHECKING:\n    C = boto3.client('s3')\n",
        "def again():\n    return again()\n\n\nagain()\n",
        "import logging\nimport re\n\nlog = logging.getLogger(__name__)\nPATTERN = re.compile('a')\n",
        "from mew.config import secret\n\nNAME: str = secret('generic/{stage}/ses')\n",
        "import httpx2\n\nTIMEOUT = httpx2.Timeout(5)\n",
    ],
)
def test_definitions_and_plain_values_are_free(repository: Repository, text: str) -> None:
    repository.in_lambda(_FILE, text)

    assert repository.violations() == []


def test_libraries_and_the_pipeline_keep_the_rule_too(repository: Repository) -> None:
    repository.write("libs/mew/jobs.py", "import boto3\n\nSQS = boto3.client('sqs')\n")
    repository.write("pipeline/record.py", "import subprocess\n\nsubprocess.run(['git'])\n")

    assert [
        violation.split(": ")[0] for violation in repository.violations("libs", "pipeline")
    ] == [
        "libs/mew/jobs.py:3",
        "pipeline/record.py:3",
    ]


def test_a_test_may_read_the_payload_beside_it_and_nothing_more(repository: Repository) -> None:
    repository.in_lambda(
        "tests/integration/test_greeting.py",
        "import boto3\nfrom pathlib import Path\n\n"
        "EVENT = Path('event.json').read_text()\nSQS = boto3.client('sqs')\n",
    )

    assert [violation.split(": ")[0] for violation in repository.violations()] == [
        f"{LAMBDA}/tests/integration/test_greeting.py:5"
    ]
