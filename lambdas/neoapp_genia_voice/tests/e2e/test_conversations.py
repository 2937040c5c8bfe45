"""What is remembered, of whom, and how it is erased, through `main` alone."""

import uuid

import pytest

from mew.config import client
from mew.core import invocation

from ...endpoint import utils
from ..partner import audio
from ..partner_server import PartnerServer
from ..support import as_content, call, take_turn


def bucket_holds(word: str) -> bool:
    """Whether a key of hom's bucket holds `word`."""
    with invocation("hom"):
        found = client("s3").list_objects_v2(Bucket="neoapp-hom-genia-voice").get("Contents", [])
    return any(word in item["Key"] for item in found)


def database_holds(word: str) -> bool:
    """Whether anything in hom's database holds `word`."""
    with invocation("hom"), utils.database().session(transaction=False) as work:
        return any(
            word in str(document)
            for name in work.database.list_collection_names()
            for document in work.database[name].find()
        )


def test_an_erased_conversation_leaves_no_word_and_no_sound(
    aws: str, partner: PartnerServer
) -> None:
    key, secret = uuid.uuid4().hex, uuid.uuid4().hex
    spoken = {"audio": as_content(audio.spoken(secret)), "speech": {"format": "wav"}}
    conversation = take_turn(spoken, key).json["conversation_id"]
    path = f"/voice/conversations/{conversation}"
    assert database_holds(secret)
    assert bucket_holds(conversation)
    erased = call("DELETE", path)
    assert (erased.status, erased.content) == (204, b"")
    assert not database_holds(secret)
    assert not bucket_holds(conversation)
    assert call("GET", path).problem == "unknown-conversation"
    assert call("DELETE", path).status == 404
    asked = len(partner.requests)
    again = take_turn(spoken, key)
    assert (again.status, again.problem) == (410, "conversation-erased")
    later = take_turn({"conversation_id": conversation, "text": "Oi"})
    assert (later.status, later.problem) == (404, "unknown-conversation")
    assert len(partner.requests) == asked
    assert not database_holds(secret)


def test_a_conversation_is_of_its_caller_and_its_stage_alone(
    aws: str, partner: PartnerServer
) -> None:
    conversation = take_turn({"text": "Oi", "speech": None}).json["conversation_id"]
    path = f"/voice/conversations/{conversation}"
    turn = {"conversation_id": conversation, "text": "Oi"}
    for options in ({"caller": "bruno"}, {"stage": "prod"}):
        assert call("GET", path, **options).status == 404  # type: ignore[arg-type]
        assert call("DELETE", path, **options).status == 404  # type: ignore[arg-type]
        assert take_turn(turn, **options).status == 404
    assert len(call("GET", path).json["turns"]) == 1
    assert [one.json["instructions"] for one in partner.asked("/responses")] == [
        "Answer kindly at hom."
    ]


def test_a_key_of_a_turn_at_hom_is_free_at_prod(aws: str, partner: PartnerServer) -> None:
    key = uuid.uuid4().hex
    assert take_turn({"text": "Oi", "speech": None}, key).status == 200
    other = take_turn({"text": "Tchau", "speech": None}, key, stage="prod")
    assert other.status == 200
    assert partner.asked("/responses")[-1].json["instructions"] == "Answer kindly at prod."


def test_what_is_old_is_told_as_a_summary_that_is_paid_for_once(
    aws: str, partner: PartnerServer
) -> None:
    partner.reply = lambda said: "RESUMO" if "Summarise" in said[0][1] else "Sim, claro"
    long = "Uma pergunta comprida, que conta muito. " * 5
    body = {"text": f"primeira {long}", "speech": None}
    conversation = take_turn(body).json["conversation_id"]
    for number in range(2, 7):
        body = {"conversation_id": conversation, "text": f"{number}a {long}", "speech": None}
        assert take_turn(body).status == 200
    asked = [one.json for one in partner.asked("/responses")]
    summaries = [one for one in asked if one["model"] == "gpt-6-luna"]
    assert 1 <= len(summaries) < 5
    assert "primeira" in str(summaries[0]["input"])
    assert "RESUMO" in str(asked[-1]["input"])
    assert "primeira" not in str(asked[-1]["input"])
    kept = call("GET", f"/voice/conversations/{conversation}").json
    assert kept["summary"] == "RESUMO"
    assert len(kept["turns"]) == 6


def test_a_summary_that_fails_does_not_fail_the_turn(aws: str, partner: PartnerServer) -> None:
    long = {"text": "Uma pergunta comprida. " * 60, "speech": None}
    conversation = take_turn(long).json["conversation_id"]
    partner.faults.add("/responses", lost=True)
    answer = take_turn({"conversation_id": conversation, "text": "E agora?", "speech": None})
    assert answer.status == 200
    assert [one["content"] for one in partner.requests[-1].json["input"]] == ["E agora?"]


def test_nothing_that_is_said_gets_into_the_log(
    aws: str, partner: PartnerServer, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = uuid.uuid4().hex
    partner.faults.add("/audio/speech", failed=True)
    spoken = {"audio": as_content(audio.spoken(secret)), "speech": {"format": "wav"}}
    assert take_turn(spoken).status == 200
    partner.faults.add("/responses", cut_after=2)
    assert take_turn({"text": secret}).status == 502
    assert take_turn({"text": secret, "conversation_id": secret}).status == 422
    logged = capsys.readouterr().out
    assert "outcome" in logged
    assert secret not in logged
