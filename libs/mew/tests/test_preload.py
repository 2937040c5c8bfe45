"""What is imported before the first event, by the way in which Lambda initialises."""

import os
import subprocess
import sys

import pytest

LAMBDA = """
import sys
from mew.core import lambda_main

def http():
    import email.mime.text
    async def app(scope, receive, send): ...
    return app

def jobs():
    import email.mime.image
    from mew.jobs import Jobs
    return Jobs()

main = lambda_main(http=http, jobs=jobs)
print("email.mime.text" in sys.modules, "email.mime.image" in sys.modules)
"""


@pytest.mark.parametrize(
    ("kind", "loaded"),
    [("on-demand", False), ("provisioned-concurrency", True), ("snap-start", True)],
)
def test_all_is_imported_at_init_only_where_no_caller_waits_for_it(
    kind: str, loaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", kind)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    done = subprocess.run(
        [sys.executable, "-c", LAMBDA],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(loaded), str(loaded)]
