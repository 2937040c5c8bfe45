"""One environment serves both stages in turn, and nothing of one reaches the other."""

import json

import pytest

from .api import Api


def test_emails_of_both_stages_go_their_own_way(api: Api) -> None:
    prod = api.at("prod")
    ids = {"hom": [], "prod": []}  # type: dict[str, list[str]]
    for number in range(3):
        for stage in (api, prod):
            ids[stage.stage].append(stage.accepted(subject=f"{stage.stage} {number}"))
    for stage in (prod, api):
        messages = stage.receive()
        assert {json.loads(item["Body"])["stage"] for item in messages} == {stage.stage}
        assert stage.deliver(messages) == []
        for email_id in ids[stage.stage]:
            assert stage.read(email_id)["status"] == "sent"
    assert api.request("GET", f"/emails/{ids['prod'][0]}").status == 404
    assert prod.request("GET", f"/emails/{ids['hom'][0]}").status == 404


def test_a_message_of_another_stage_is_not_sent(api: Api) -> None:
    api.accepted()
    messages = api.receive()
    assert len(api.at("prod").deliver(messages)) == 1
    assert api.sent() == []


def test_each_stage_sends_from_its_own_address(api: Api) -> None:
    secret = json.dumps({"sender": "prod@example.com"})
    api.sdk("secretsmanager").put_secret_value(SecretId="generic/prod/ses", SecretString=secret)
    api.sdk("sesv2").create_email_identity(EmailIdentity="prod@example.com")
    for stage in (api, api.at("prod"), api):
        stage.accepted()
        stage.work_off()
    senders = [message["source"] for message in api.aws.sent()]
    assert senders == ["no-reply@example.com", "prod@example.com", "no-reply@example.com"]


def test_the_probe_loads_everything(api: Api) -> None:
    found = api.invoke({"mew": {"probe": True}})["mew"]
    assert found["stage"] == "hom"
    assert found["http"] is True
    assert found["jobs"] == ["lift_suppression", "record_feedback", "send_email"]


def test_the_probe_fails_when_a_setting_is_missing(api: Api) -> None:
    api.sdk("secretsmanager").delete_secret(
        SecretId="generic/hom/ses", ForceDeleteWithoutRecovery=True
    )
    with pytest.raises(Exception, match="generic/hom/ses"):
        api.invoke({"mew": {"probe": True}})
