"""From a request to a message at SES."""

import base64
import json

import pytest

from ..support import parsed
from .api import GOOD, Api


def test_an_email_that_is_posted_reaches_ses_with_both_bodies_and_its_attachment(api: Api) -> None:
    content = bytes(range(256))
    answer = api.post(
        {
            "to": ["ana@example.org"],
            "cc": ["bruno@example.org"],
            "bcc": ["carla@example.org"],
            "reply_to": ["help@example.com"],
            "subject": "Olá, çedilha e 🚀",
            "text": "Bom dia",
            "html": "<p>Bom dia</p>",
            "attachments": [
                {
                    "filename": "relatório.bin",
                    "content_type": "application/octet-stream",
                    "content": base64.b64encode(content).decode(),
                }
            ],
            "tags": {"campaign": "spring"},
        }
    )
    assert answer.status == 202
    assert answer.body["status"] == "queued"
    assert answer.headers["location"] == f"/emails/{answer.body['id']}"

    assert api.work_off() == []

    (sent,) = api.aws.sent()
    assert "carla@example.org" in sent["destinations"]
    assert "carla@example.org" not in sent["raw_data"]
    message = parsed(sent["raw_data"])
    assert message["Subject"] == "Olá, çedilha e 🚀"
    assert message["From"] == "Example <no-reply@example.com>"
    assert message["To"] == "ana@example.org"
    assert message["Cc"] == "bruno@example.org"
    assert message["Reply-To"] == "help@example.com"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert text.get_content() == "Bom dia\n"
    assert html is not None
    assert html.get_content() == "<p>Bom dia</p>\n"
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "relatório.bin"
    assert attachment.get_content() == content

    record = api.read(answer.body["id"])
    assert record["status"] == "sent"
    assert record["message_id"] == sent["id"]
    assert record["attempts"] == 1
    assert record["recipients"] == ["ana@example.org", "bruno@example.org", "carla@example.org"]


def test_a_template_is_filled_by_the_job(api: Api) -> None:
    variables = {"name": "<Ana>", "product": "Neo", "link": "https://example.com/?a=1&b=2"}
    api.post({"to": ["ana@example.org"], "template": {"name": "welcome", "variables": variables}})
    assert api.work_off() == []
    message = parsed(api.sent()[0])
    assert message["Subject"] == "Welcome to Neo, <Ana>"
    html = message.get_body(("html",))
    assert html is not None
    assert "&lt;Ana&gt;" in html.get_content()
    assert 'href="https://example.com/?a=1&amp;b=2"' in html.get_content()


def test_a_template_that_does_not_exist_or_lacks_a_variable_is_refused_at_once(api: Api) -> None:
    def post(template_name: str, **variables: str) -> list[str]:
        template = {"name": template_name, "variables": variables}
        return api.post({"to": ["ana@example.org"], "template": template}).pointers()

    assert post("nothing") == ["#/template/name"]
    assert post("welcome", name="Ana") == [
        "#/template/variables/product",
        "#/template/variables/link",
    ]


def test_a_variable_that_breaks_the_template_is_a_failure_that_is_recorded(api: Api) -> None:
    variables = {"name": "Ana", "product": "Neo", "link": "javascript:alert(1)"}
    email_id = api.accepted(
        subject=None, text=None, template={"name": "welcome", "variables": variables}
    )
    assert api.work_off() == []
    record = api.read(email_id)
    assert record["status"] == "failed"
    assert record["failure"]["code"] == "template_failed"
    assert "javascript" not in json.dumps(record)


def test_fifty_recipients_get_it(api: Api) -> None:
    # moto adds the open recipients to the envelope's, so that most of the fifty are hidden here.
    hidden = [f"p{number}@example.org" for number in range(49)]
    email_id = api.accepted(to=[], bcc=[*hidden, "ana@example.org"])
    assert api.work_off() == []
    assert len(api.aws.sent()[0]["destinations"]) == 50
    assert api.read(email_id)["status"] == "sent"


def test_what_is_too_large_for_a_message_waits_in_the_bucket_until_it_is_sent(api: Api) -> None:
    content = bytes(range(256)) * 4096
    attachments = [{"filename": "big.bin", "content": base64.b64encode(content).decode()}]
    email_id = api.accepted(attachments=attachments)
    assert api.objects() == [f"parcels/{email_id}.json"]
    assert api.work_off() == []
    assert api.objects() == []
    (attachment,) = parsed(api.sent()[0]).iter_attachments()
    assert attachment.get_content() == content


def test_an_attachment_may_be_an_object_of_the_stages_bucket(api: Api) -> None:
    data = b"%PDF" + bytes(7 * 1024 * 1024)
    api.sdk("s3").put_object(Bucket=api.name, Key="attachments/2026/report.pdf", Body=data)
    attachment = {
        "filename": "report.pdf",
        "content_type": "application/pdf",
        "key": "attachments/2026/report.pdf",
    }
    api.accepted(attachments=[attachment])
    assert api.work_off() == []
    (part,) = parsed(api.sent()[0]).iter_attachments()
    assert part.get_content_type() == "application/pdf"
    assert part.get_content() == data
    assert api.objects() == ["attachments/2026/report.pdf"]


def test_attached_objects_count_towards_ten_megabytes(api: Api) -> None:
    data = bytes(5 * 1024 * 1024 + 1)
    for name in "ab":
        api.sdk("s3").put_object(Bucket=api.name, Key=f"attachments/{name}", Body=data)
    attachments = [{"filename": name, "key": f"attachments/{name}"} for name in "ab"]
    assert api.post(attachments=attachments).pointers() == ["#/attachments"]
    assert api.post(attachments=attachments[:1]).status == 202


def test_an_object_that_was_replaced_after_acceptance_is_not_sent(api: Api) -> None:
    api.sdk("s3").put_object(Bucket=api.name, Key="attachments/a", Body=b"one")
    email_id = api.accepted(attachments=[{"filename": "a", "key": "attachments/a"}])
    api.sdk("s3").put_object(Bucket=api.name, Key="attachments/a", Body=b"two")
    assert api.work_off() == []
    assert api.sent() == []
    assert api.read(email_id)["failure"]["code"] == "attachment_changed"


@pytest.mark.parametrize(
    "key", ["parcels/x.json", "attachments/../parcels/x.json", "attachments/x"]
)
def test_what_may_not_be_attached_or_is_not_there_is_refused(api: Api, key: str) -> None:
    api.sdk("s3").put_object(Bucket=api.name, Key="parcels/x.json", Body=b"{}")
    found = api.post(attachments=[{"filename": "a", "key": key}]).pointers()
    assert found == ["#/attachments/0/key"]


def test_an_unknown_email_is_a_problem_of_its_own_type(api: Api) -> None:
    for email_id in ("0" * 32, "%00", "..", "é"):
        answer = api.request("GET", f"/emails/{email_id}")
        assert answer.status == 404
        assert answer.body["type"].startswith("urn:problem-type:")


def test_the_content_of_an_email_is_not_kept(api: Api) -> None:
    api.accepted(text="hunter2", subject="hunter2")
    api.work_off()
    items = api.sdk("dynamodb").scan(TableName=api.name)["Items"]
    assert "hunter2" not in json.dumps(items)
    assert GOOD["to"][0] in json.dumps(items)


def test_a_correlation_id_goes_along_to_the_job(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = api.request("POST", "/emails", GOOD, {"X-Correlation-Id": "order-7"})
    assert answer.headers["x-correlation-id"] == "order-7"
    (message,) = api.receive()
    assert json.loads(message["Body"])["correlation_id"] == "order-7"
    capsys.readouterr()
    api.deliver([message])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [line for line in lines if line["message"].startswith("e-mail ")]
    assert told["correlation_id"] == "order-7"
    assert told["email_id"] == answer.body["id"]


def test_health_and_the_document_answer_without_any_resource(api: Api) -> None:
    api.aws.reset()
    answer = api.request("GET", "/health")
    assert answer.body == {"status": "ok", "stage": "hom", "version": "7"}
    document = api.request("GET", "/openapi.json").body
    assert set(document["paths"]) == {"/health", "/emails", "/emails/{email_id}"}
    assert document["servers"] == [{"url": "/", "description": "hom"}]
    assert api.aws.requests == []
