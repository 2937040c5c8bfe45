from __future__ import annotations

import concurrent.futures
import json
import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.local.errors import (
    InvalidRequestContent,
    RequestTooLarge,
    ResourceNotFound,
    TooManyRequests,
)
from pipeline.local.payload import MAX_REQUEST_BYTES
from pipeline.tests.conftest import Deploy

ECHO = """
import os
def handler(event, context):
    return {
        "event": event,
        "arn": context.invoked_function_arn,
        "id": context.aws_request_id,
        "name": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "remaining": context.get_remaining_time_in_millis(),
        "group": context.log_group_name,
        "pid": os.getpid(),
    }
"""


def parsed(payload: bytes) -> Any:
    return json.loads(payload)


def test_the_handler_gets_the_event_and_the_context_of_its_invocation(deploy: Deploy) -> None:
    function = deploy(ECHO, timeout=7, memory_size=512)

    response = function.invoke('{"name": "é"}'.encode(), "hom")

    answer = parsed(response.payload)
    assert response.status == 200
    assert response.function_error is None
    assert response.executed_version == "1"
    assert answer["event"] == {"name": "é"}
    assert answer["arn"] == "arn:aws:lambda:us-east-1:123456789012:function:neoapp_sample:hom"
    assert answer["id"] == response.request_id
    assert (answer["name"], answer["version"], answer["memory"]) == ("neoapp_sample", "1", "512")
    assert answer["group"] == "/aws/lambda/neoapp_sample"
    assert 5000 < answer["remaining"] <= 7000


def test_one_environment_serves_every_alias_of_its_version(deploy: Deploy) -> None:
    function = deploy(ECHO)

    answers = [parsed(function.invoke(b"{}", q).payload) for q in ("hom", "prod", "1", "hom")]

    assert len({answer["pid"] for answer in answers}) == 1
    assert [answer["arn"].rsplit(":", 1)[1] for answer in answers] == ["hom", "prod", "1", "hom"]


def test_an_empty_payload_stands_for_an_empty_object(deploy: Deploy) -> None:
    assert parsed(deploy(ECHO).invoke(b"", "hom").payload)["event"] == {}


def test_the_process_finds_lambdas_variables_and_none_of_the_callers(
    deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLERS_OWN", "1")
    function = deploy(
        "import os\ndef handler(event, context): return dict(os.environ)",
        environment={"MINE": "yes", "AWS_LAMBDA_FUNCTION_NAME": "forged"},
    )

    found = parsed(function.invoke(b"", "hom").payload)

    assert "CALLERS_OWN" not in found
    assert found["MINE"] == "yes"
    assert found["AWS_LAMBDA_FUNCTION_NAME"] == "neoapp_sample"
    assert found["_HANDLER"] == "lambda_function.handler"
    assert found["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
    assert found["AWS_LAMBDA_FUNCTION_VERSION"] == "1"
    assert found["TZ"] == ":UTC"
    assert set(found) >= {
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "LANG",
        "PATH",
        "_X_AMZN_TRACE_ID",
    }


def test_the_function_cannot_write_to_its_own_code(deploy: Deploy) -> None:
    function = deploy(
        "import os\n"
        "def handler(event, context):\n"
        "    open(os.path.join(os.environ['LAMBDA_TASK_ROOT'], 'new'), 'w')"
    )

    assert parsed(function.invoke(b"", "hom").payload)["errorType"] == "PermissionError"
    root = function.resolve("hom").code.path
    assert [path.name for path in root.iterdir()] == ["lambda_function.py"]


def test_the_working_directory_is_the_code_and_scratch_files_are_removed(deploy: Deploy) -> None:
    function = deploy(
        "import os, tempfile\n"
        "def handler(event, context):\n"
        "    return [os.getcwd(), os.environ['LAMBDA_TASK_ROOT'], tempfile.mkdtemp()]"
    )

    cwd, root, scratch = parsed(function.invoke(b"", "hom").payload)
    assert cwd == root
    assert Path(scratch).is_dir()

    function.close()
    assert not Path(scratch).exists()


def test_the_log_has_the_services_lines_around_the_functions_own(deploy: Deploy) -> None:
    function = deploy(
        "import logging\nprint('loading')\n"
        "def handler(event, context):\n"
        "    print('printed')\n"
        "    logging.getLogger().warning('logged')\n"
        "    print('unfinished', end='')"
    )

    cold = function.invoke(b"", "hom")
    warm = function.invoke(b"", "prod")

    request_id = cold.request_id
    assert cold.log[:3] == ("loading\n", f"START RequestId: {request_id} Version: 1\n", "printed\n")
    assert re.fullmatch(rf"\[WARNING\]\t\S+Z\t{request_id}\tlogged\n", cold.log[3])
    assert cold.log[4:6] == ("unfinished\n", f"END RequestId: {request_id}\n")
    assert re.fullmatch(
        rf"REPORT RequestId: {request_id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms"
        r"\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n",
        cold.log[6],
    )
    assert len(cold.log) == 7
    assert "loading\n" not in warm.log
    assert "Init Duration" not in warm.log[-1]
    assert "".join(cold.log) == cold.log_tail


def test_the_log_is_heard_as_it_comes(deploy: Deploy) -> None:
    heard: list[str] = []
    function = deploy("def handler(event, context): print('here')", on_log=heard.append)

    response = function.invoke(b"", "hom")

    assert tuple(heard) == response.log


def test_an_exception_is_reported_with_its_type_message_and_stack(deploy: Deploy) -> None:
    function = deploy("def handler(event, context): raise ValueError('no such thing')")

    response = function.invoke(b"", "hom")

    answer = parsed(response.payload)
    assert response.function_error == "Unhandled"
    assert answer["errorType"] == "ValueError"
    assert answer["errorMessage"] == "no such thing"
    assert answer["requestId"] == response.request_id
    assert len(answer["stackTrace"]) == 1
    assert 'lambda_function.py", line 1, in handler\n' in answer["stackTrace"][0]
    assert any(
        line.startswith("[ERROR] ValueError: no such thing\nTraceback") for line in response.log
    )
    assert "Status" not in response.log[-1]


def test_a_stack_of_a_thousand_frames_is_reported_as_well(deploy: Deploy) -> None:
    function = deploy("def handler(event, context): return handler(event, context)")

    answer = parsed(function.invoke(b"", "hom").payload)

    assert answer["errorType"] == "RecursionError"
    assert "more times]" in answer["stackTrace"][-1]


def test_an_exception_does_not_cost_the_environment(deploy: Deploy) -> None:
    function = deploy(
        "import os\ndef handler(event, context): return os.getpid() if event else 1 / 0"
    )

    first = function.invoke(b"1", "hom").payload
    assert function.invoke(b"0", "hom").function_error == "Unhandled"

    assert function.invoke(b"1", "hom").payload == first


def test_an_answer_that_is_no_json_is_a_marshal_error(deploy: Deploy) -> None:
    response = deploy("def handler(event, context): return {1, 2}").invoke(b"", "hom")

    answer = parsed(response.payload)
    assert response.function_error == "Unhandled"
    assert answer["errorType"] == "Runtime.MarshalError"
    assert answer["errorMessage"] == (
        "Unable to marshal response: Object of type set is not JSON serializable"
    )
    assert answer["stackTrace"] == []


BIG = "def handler(event, context): return 'x' * (event - 2)"


def test_an_answer_of_six_megabytes_is_taken_to_the_last_byte(deploy: Deploy) -> None:
    response = deploy(BIG).invoke(b"6291556", "hom")

    assert response.function_error is None
    assert len(response.payload) == 6291556


def test_one_byte_more_is_too_large_and_costs_the_environment(deploy: Deploy) -> None:
    function = deploy(BIG)
    function.invoke(b"5", "hom")
    pid = function.environments()[0].pid

    response = function.invoke(b"6291557", "hom")

    assert response.function_error == "Unhandled"
    assert parsed(response.payload) == {
        "errorMessage": "Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }
    assert "Runtime.ExitError\n" in response.log
    assert function.invoke(b"5", "hom").payload == b'"xxx"'
    assert function.environments()[0].pid != pid


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sys.exit()", "Runtime exited without providing a reason"),
        ("sys.exit(0)", "Runtime exited without providing a reason"),
        ("sys.exit(3)", "Runtime exited with error: exit status 3"),
        ("os._exit(1)", "Runtime exited with error: exit status 1"),
        ("os.kill(os.getpid(), 9)", "Runtime exited with error: signal: killed"),
        ("os.kill(os.getpid(), 11)", "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_a_crash_is_an_exit_error_and_the_next_invocation_starts_anew(
    deploy: Deploy, code: str, message: str
) -> None:
    function = deploy(
        "import os, sys\n"
        f"def handler(event, context):\n    if event: {code}\n    return os.getpid()"
    )
    before = function.invoke(b"0", "hom").payload

    response = function.invoke(b"1", "hom")

    request_id = response.request_id
    assert response.function_error == "Unhandled"
    assert parsed(response.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {request_id} Error: {message}",
    }
    assert response.log[-4:-1] == (
        f"RequestId: {request_id} Error: {message}\n",
        "Runtime.ExitError\n",
        f"END RequestId: {request_id}\n",
    )
    assert response.log[-1].endswith("\tStatus: error\tError Type: Runtime.ExitError\n")
    after = function.invoke(b"0", "hom")
    assert after.payload != before
    assert "Init Duration" in after.log[-1]


def test_a_function_that_takes_too_long_is_ended_with_all_its_children(
    deploy: Deploy, tmp_path: Path
) -> None:
    function = deploy(
        "import subprocess, sys, time\n"
        "def handler(event, context):\n"
        "    print('before')\n"
        "    child = subprocess.Popen(['sleep', '300'])\n"
        "    print(child.pid)\n"
        "    time.sleep(300)",
        timeout=1,
    )

    response = function.invoke(b"", "hom")

    request_id = response.request_id
    assert response.function_error == "Unhandled"
    assert parsed(response.payload) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {request_id} Error: Task timed out after 1.00 seconds",
    }
    assert "before\n" in response.log
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ {request_id} Task timed out after 1\.00 seconds\n",
        response.log[-3],
    )
    assert "\tDuration: 1000.00 ms\t" in response.log[-1]
    assert response.log[-1].endswith("\tStatus: timeout\n")
    child = int(response.log[2])
    stat = Path(f"/proc/{child}/stat")
    limit = time.monotonic() + 20
    while stat.exists() and " Z " not in stat.read_text():
        assert time.monotonic() < limit
        time.sleep(0.01)


GREEDY = """
import os, time
blocks = []
def handler(event, context):
    blocks.append(os.urandom(event["mb"] * 1024 * 1024))
    time.sleep(event["seconds"])
    return os.getpid()
"""


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_function_above_its_memory_is_killed(deploy: Deploy, seconds: int) -> None:
    function = deploy(GREEDY, memory_size=128)
    before = function.invoke(b'{"mb": 1, "seconds": 0}', "hom").payload

    response = function.invoke(f'{{"mb": 200, "seconds": {seconds}}}'.encode(), "hom")

    request_id = response.request_id
    assert parsed(response.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: signal: killed",
    }
    assert "\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t" in response.log[-1]
    assert response.log[-1].endswith("\tStatus: error\tError Type: Runtime.OutOfMemory\n")
    after = function.invoke(b'{"mb": 1, "seconds": 0}', "hom")
    assert (after.function_error, after.payload != before) == (None, True)


def test_memory_of_the_functions_children_counts(deploy: Deploy) -> None:
    child = "import os, time; x = os.urandom(200 * 1024 * 1024); time.sleep(60)"
    function = deploy(
        "import subprocess, sys\n"
        f"def handler(event, context): subprocess.run([sys.executable, '-c', {child!r}])",
        memory_size=128,
        timeout=50,
    )

    response = function.invoke(b"", "hom")

    assert response.log[-1].endswith("\tError Type: Runtime.OutOfMemory\n")


def test_an_init_above_its_memory_is_killed_twice(deploy: Deploy) -> None:
    function = deploy(
        "import os, time\nx = os.urandom(200 * 1024 * 1024)\ntime.sleep(60)", memory_size=128
    )

    response = function.invoke(b"", "hom")

    reports = [line for line in response.log if line.startswith("INIT_REPORT")]
    assert [line.split("\t", 1)[1] for line in reports] == [
        "Phase: init\tStatus: error\tError Type: Runtime.OutOfMemory\n",
        "Phase: invoke\tStatus: error\tError Type: Runtime.OutOfMemory\n",
    ]


IMPORT_ERROR = {
    "errorMessage": "Unable to import module 'lambda_function': No module named 'nothing_like_it'",
    "errorType": "Runtime.ImportModuleError",
    "requestId": "",
    "stackTrace": [],
}


@pytest.mark.parametrize(
    ("code", "handler", "expected"),
    [
        ("import nothing_like_it", "lambda_function.handler", IMPORT_ERROR),
        (
            "x = 1",
            "lambda_function.handler",
            {
                "errorMessage": "Handler 'handler' missing on module 'lambda_function'",
                "errorType": "Runtime.HandlerNotFound",
                "requestId": "",
                "stackTrace": [],
            },
        ),
        (
            "x = 1",
            "no_dot",
            {
                "errorMessage": "Bad handler 'no_dot': not enough values to unpack"
                " (expected 2, got 1)",
                "errorType": "Runtime.MalformedHandlerName",
                "requestId": "",
                "stackTrace": [],
            },
        ),
    ],
)
def test_a_handler_that_cannot_be_found_is_reported_after_two_inits(
    deploy: Deploy, code: str, handler: str, expected: dict[str, object]
) -> None:
    response = deploy(code, handler=handler).invoke(b"", "hom")

    error_type = expected["errorType"]
    assert response.function_error == "Unhandled"
    assert parsed(response.payload) == expected
    reports = [line for line in response.log if line.startswith("INIT_REPORT")]
    assert [re.sub(r"\d+\.\d\d", "N", line) for line in reports] == [
        f"INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: {error_type}\n",
        f"INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: {error_type}\n",
    ]
    assert any(line.startswith(f"[ERROR] {error_type}: ") for line in response.log)
    assert response.log[-3].startswith("START RequestId: ")


def test_a_syntax_error_names_the_line(deploy: Deploy) -> None:
    answer = parsed(deploy("x = 1\ndef handler(:\n").invoke(b"", "hom").payload)

    assert answer["errorType"] == "Runtime.UserCodeSyntaxError"
    assert "invalid syntax (lambda_function.py, line 2)" in answer["errorMessage"]


def test_an_exception_while_loading_is_an_init_error_with_its_stack(deploy: Deploy) -> None:
    answer = parsed(deploy("raise RuntimeError('no settings')").invoke(b"", "hom").payload)

    assert answer["errorType"] == "RuntimeError"
    assert answer["errorMessage"] == "no settings"
    assert 'lambda_function.py", line 1, in <module>' in answer["stackTrace"][-1]


def test_an_exit_while_loading_is_an_exit_error(deploy: Deploy) -> None:
    response = deploy("raise SystemExit(4)").invoke(b"", "hom")

    assert parsed(response.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {response.request_id} Error:"
        " Runtime exited with error: exit status 4",
    }
    assert sum(line.startswith("INIT_REPORT") for line in response.log) == 2


def test_an_init_that_works_at_the_second_try_serves_the_invocation(
    deploy: Deploy, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    function = deploy(
        "import pathlib\n"
        f"flag = pathlib.Path({str(flag)!r})\n"
        "if not flag.exists():\n    flag.touch()\n    raise SystemExit(1)\n"
        "def handler(event, context): return 'served'"
    )

    response = function.invoke(b"", "hom")

    assert (response.function_error, response.payload) == (None, b'"served"')
    assert sum(line.startswith("INIT_REPORT") for line in response.log) == 1
    assert "Init Duration" not in response.log[-1]


def test_a_payload_that_is_no_json_never_reaches_the_function(deploy: Deploy) -> None:
    function = deploy(ECHO)

    with pytest.raises(InvalidRequestContent, match="Could not parse request body into json"):
        function.invoke(b"{not json", "hom")

    assert function.environments() == []


def test_a_payload_that_is_too_large_never_reaches_the_function(deploy: Deploy) -> None:
    with pytest.raises(RequestTooLarge, match="smaller than 6291456 bytes"):
        deploy(ECHO).invoke(b'"' + b"x" * MAX_REQUEST_BYTES + b'"', "hom")


@pytest.mark.parametrize("qualifier", ["2", "dev"])
def test_an_unknown_qualifier_is_not_found(deploy: Deploy, qualifier: str) -> None:
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:neoapp_sample:{qualifier}"
    with pytest.raises(ResourceNotFound, match=f"Function not found: {arn}"):
        deploy(ECHO).invoke(b"", qualifier)


SLOW = (
    "import os, time\ndef handler(event, context):\n    time.sleep(event)\n    return os.getpid()"
)


def test_invocations_at_the_same_time_get_environments_of_their_own(deploy: Deploy) -> None:
    function = deploy(SLOW)

    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda _: function.invoke(b"0.5", "hom").payload, range(3)))

    assert len(set(together)) == 3
    assert function.invoke(b"0", "hom").payload in together
    assert len(function.environments()) == 3


def test_more_than_the_function_may_have_at_once_are_refused(deploy: Deploy) -> None:
    function = deploy(SLOW, concurrency=1)

    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        running = threads.submit(function.invoke, b"1", "hom")
        limit = time.monotonic() + 20
        while not function.environments():
            assert time.monotonic() < limit
        with pytest.raises(TooManyRequests, match=r"Rate Exceeded\."):
            function.invoke(b"0", "prod")

        assert running.result(timeout=20).function_error is None
    assert function.invoke(b"0", "prod").function_error is None


def test_closing_ends_what_is_being_invoked(deploy: Deploy) -> None:
    function = deploy(
        "import time\ndef handler(event, context):\n    print('running')\n    time.sleep(300)",
        timeout=300,
        on_log=(heard := list[str]()).append,
    )

    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        running = threads.submit(function.invoke, b"", "hom")
        limit = time.monotonic() + 20
        while "running\n" not in heard:
            assert time.monotonic() < limit
            time.sleep(0.01)
        function.close()
        response = running.result(timeout=20)

    assert parsed(response.payload)["errorMessage"].endswith("signal: killed")
    assert function.environments() == []


def test_many_invocations_and_crashes_leave_no_file_or_thread(deploy: Deploy) -> None:
    function = deploy(
        "import os\ndef handler(event, context):\n    if event % 10 == 9: os._exit(1)"
    )
    function.invoke(b"0", "hom")
    before = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    for number in range(1, 101):
        function.invoke(str(number).encode(), "hom")
    function.invoke(b"0", "hom")

    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == before
