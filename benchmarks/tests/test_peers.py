"""What makes the comparison with the peers a fair one."""

import json
import re
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from ..comparison.events import HEALTH, PREVIEW, REFUSED, SEND
from ..comparison.init_figure import FIRST, INIT, JOB_DONE, OURS_AHEAD, goals
from ..comparison.peer import PEERS, Gateway
from ..comparison.peers import ALL, CHALICE, FLOOR, OURS, POWERTOOLS
from ..comparison.rounds import interleaved
from ..comparison.ses import Ses
from ..comparison.versions import pins
from ..results import Row

LOCKS = sorted(path.stem for path in PEERS.glob("*.lock"))
# What runs in a peer's zip, and not on the machine that packages it.
AT_RUN_TIME = ("fastapi", "powertools", "chalice_app")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_peer_s_lock_pins_what_its_ranges_name_with_hashes_and_no_address(lock: str) -> None:
    text = (PEERS / f"{lock}.lock").read_text()
    pinned = pins(PEERS / f"{lock}.lock")
    ranges = re.findall(r"^[a-z][a-z0-9-]*", (PEERS / f"{lock}.txt").read_text(), re.MULTILINE)
    assert set(ranges) <= set(pinned)
    assert len(re.findall(r"^[^\s#].*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)
    assert "://" not in text


@pytest.mark.parametrize("lock", AT_RUN_TIME)
def test_a_peer_s_zip_holds_the_versions_that_ours_holds(lock: str) -> None:
    ours = pins(Path("3rdparty/python/code.lock"))
    other = {
        name: (version, ours[name])
        for name, version in pins(PEERS / f"{lock}.lock").items()
        if name in ours and ours[name] != version
    }
    assert not other, f"lock {lock} again (./pants run benchmarks/peers:lock): {other}"


def test_a_request_says_the_same_in_both_of_api_gateway_s_forms() -> None:
    for request in (HEALTH, SEND, PREVIEW, REFUSED):
        http, rest = request.event(Gateway.HTTP), request.event(Gateway.REST)
        assert http["rawPath"] == rest["path"] == request.path
        assert http["requestContext"]["http"]["method"] == rest["httpMethod"] == request.method
        assert http["body"] == rest["body"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"statusCode": 200, "body": '{"recipients": 2}'}, "is to answer {'recipients'"),
        ({"statusCode": 500, "body": "{}"}, "is to answer 200"),
        (None, "is to answer 200"),
    ],
)
def test_a_peer_that_answers_something_else_is_found_out(answer: object, words: str) -> None:
    assert words in PREVIEW.problem(answer)


def test_the_right_answer_is_no_problem() -> None:
    answer = {"statusCode": 200, "body": json.dumps(PREVIEW.answer)}
    assert PREVIEW.problem(answer) == ""


def test_every_side_is_asked_once_a_round_and_the_warm_up_is_not_counted() -> None:
    calls = {"a": 0, "b": 0}

    def side(name: str) -> dict[str, float]:
        calls[name] += 1
        return {"figure": calls[name]}

    samples = interleaved({name: partial(side, name) for name in calls}, 3, warm_up=2)
    assert list(samples.items()) == [(("a", "figure"), [3, 4, 5]), (("b", "figure"), [3, 4, 5])]


def test_ses_takes_every_e_mail() -> None:
    with Ses() as ses:
        request = urllib.request.Request(f"{ses.url}/v2/email/outbound-emails", b"{}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert json.load(answer) == {"MessageId": "0100-benchmark"}


def test_ours_is_judged_by_init_by_the_first_answer_and_with_everything_loaded() -> None:
    rows = [
        Row(peer.name, (1000.0, 2000.0), {"phase": phase})
        for peer in ALL
        for phase in (INIT, FIRST, JOB_DONE)
        if peer is not OURS
    ]
    rows += [
        Row(OURS.name, (100.0, 200.0), {"phase": INIT}),
        Row(OURS.name, (700.0, 1400.0), {"phase": FIRST}),
        Row(OURS.name, (1400.0, 2800.0), {"phase": JOB_DONE}),
        Row(OURS_AHEAD, (900.0, 1800.0), {"phase": INIT}),
    ]
    found = {goal.what: goal for goal in goals(tuple(rows))}
    assert found[f"init on demand, of {CHALICE.name}"].value == 0.1
    chalice = found[f"init and first answer on demand, of {CHALICE.name}"]
    assert (chalice.value, chalice.limit, chalice.met) == (0.7, 0.8, True)
    assert found[f"init with everything loaded, of {POWERTOOLS.name}"].value == 0.9
    assert found[f"init and a job, of {FLOOR.name}"].value == 1.4
