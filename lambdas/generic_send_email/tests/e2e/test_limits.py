"""What is refused, and how it is said."""

import base64
import json
from typing import Any

import pytest

from .api import GOOD, Api

MIB = 1024 * 1024


def test_invalid_addresses_are_named_one_by_one(api: Api) -> None:
    answer = api.post(
        to=["ana@example.org", "bad", "x@y"],
        cc=["josé@example.org"],
        bcc=["ana@bücher.example"],
        reply_to=["Ana <ana@example.org>"],
    )
    assert answer.pointers() == ["#/to/1", "#/to/2", "#/cc/0", "#/bcc/0", "#/reply_to/0"]
    details = [item["detail"] for item in answer.body["errors"]]
    assert details[0] == "'bad' is not an address that mail can be sent to: it has no '@'"
    assert "Punycode" in details[3]
    assert answer.body["type"] == "urn:problem-type:ekans:invalid-request"
    assert answer.body["correlation_id"] == answer.headers["x-correlation-id"]


def test_fifty_one_recipients_are_one_too_many(api: Api) -> None:
    everybody = [f"p{number}@example.org" for number in range(51)]
    assert api.post(to=everybody).pointers() == ["#/to"]
    answer = api.post(to=everybody[:20], cc=everybody[20:40], bcc=everybody[40:])
    assert answer.pointers() == ["#"]
    assert "51 recipients; at most 50" in answer.body["errors"][0]["detail"]
    assert api.post(to=everybody[:20], cc=everybody[20:40], bcc=everybody[40:50]).status == 202


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x00"])
def test_no_field_adds_a_header(api: Api, end: str) -> None:
    value = f"ana@example.org{end}Bcc: eve@example.net"
    for field in ("to", "cc", "bcc", "reply_to", "subject"):
        answer = api.post(GOOD | {field: value if field == "subject" else [value]})
        assert answer.status == 422
    assert api.receive() == []


def test_encoded_words_add_no_header_and_no_recipient(api: Api) -> None:
    subject = "=?utf-8?q?Hi=0D=0ABcc:_eve@example.net?="
    api.accepted(subject=subject)
    assert api.work_off() == []
    (raw,) = api.sent()
    head = raw.partition("\r\n\r\n")[0]
    assert "eve" not in head
    assert [line for line in head.split("\r\n") if line.lower().startswith("bcc")] == []
    hidden = api.post(to=["=?utf-8?q?=2Cx?=@example.org"])
    assert hidden.pointers() == ["#/to/0"]


def test_an_attachment_of_four_megabytes_comes_inline(api: Api) -> None:
    content = base64.b64encode(bytes(4 * MIB)).decode()
    assert api.post(attachments=[{"filename": "a", "content": content}]).status == 202


def test_a_body_larger_than_an_invocation_carries_is_413(api: Api) -> None:
    body = json.dumps(GOOD | {"text": "x" * (6 * MIB)})
    answer = api.post(body)
    assert answer.status == 413
    assert answer.body["type"] == "urn:problem-type:ekans:too-large"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[" * 100_000, 400),
        ("null", 422),
        ('"text"', 422),
        (b"\xff\xfe\x00", 400),
        ('{"to": ["ana@example.org"], "text": "\\ud800", "subject": "x"}', 422),
        ('{"\\ud800": 1}', 422),
        ('{"subject": NaN}', 422),
        ('{"template": {"name": "welcome", "variables": {"name": Infinity}}}', 422),
        ('{"template": {"name": "../../etc/passwd"}}', 422),
        ('{"template": {"name": "welcome/../notice"}}', 422),
        ('{"to": "ana@example.org", "subject": "x", "text": "x"}', 422),
        ('{"to": {"0": "ana@example.org"}}', 422),
        ('{"attachments": [{"filename": "../../x", "content": ""}]}', 422),
        (f'{{"subject": {"9" * 5000}}}', 400),
        (f'{{"{"k" * 100_000}": 1}}', 422),
        (json.dumps({f"k{n}": n for n in range(20_000)}), 422),
    ],
)
def test_hostile_bodies_are_client_errors(api: Api, body: Any, status: int) -> None:
    headers = {"content-type": "application/json"}
    answer = api.request("POST", "/emails", body, headers)
    assert answer.status == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.text) < 100_000
    assert api.receive() == []


def test_an_answer_never_repeats_what_it_refuses_but_addresses(api: Api) -> None:
    secret = "hunter2-is-my-password"
    answer = api.post(
        {
            "to": ["ana@example.org"],
            "subject": f"{secret}\n",
            "text": [secret],
            "html": {"x": secret},
            "template": {"name": secret, "variables": [secret]},
            "attachments": [{"filename": f"{secret}/", "content": secret, "content_type": secret}],
            "tags": {"x": f"{secret}!"},
        }
    )
    assert len(answer.pointers()) >= 8
    assert secret not in answer.text


def test_a_body_that_is_no_json_is_told_the_type(api: Api) -> None:
    answer = api.request("POST", "/emails", "to=ana", {"content-type": "text/plain"})
    assert answer.status == 415


def test_a_wrong_method_and_a_wrong_path_are_problems(api: Api) -> None:
    assert api.request("DELETE", "/emails").status == 405
    assert api.request("GET", "/nothing").status == 404
    assert api.request("POST", "/emails/").status == 404


def test_text_that_sqs_does_not_carry_arrives_all_the_same(api: Api) -> None:
    api.accepted(text="a\ufffeb\uffffc")
    assert api.work_off() == []
    assert len(api.sent()) == 1


@pytest.mark.parametrize(
    ("code", "status", "answered"),
    [("AccessDeniedException", 400, 500), ("InternalServiceError", 500, 503)],
)
def test_a_secret_that_cannot_be_had_is_no_answer_that_names_it(
    api: Api, code: str, status: int, answered: int
) -> None:
    api.aws.fail("secretsmanager.GetSecretValue", code, status=status, times=None)
    answer = api.post()
    assert answer.status == answered
    assert "generic/" not in answer.text
    api.aws.faults.clear()
    assert api.post().status == 202
