"""A conversation by voice with the real artifact: at hom, while prod sees nothing."""

from __future__ import annotations

import base64
import uuid

from neoapp_genia_voice.tests.partner.audio import heard

from .world import World

CALLS = ("/audio/transcriptions", "/responses", "/audio/speech")


def test_a_spoken_turn_is_answered_remembered_and_erased_at_its_stage_alone(world: World) -> None:
    partner, other = world.partners["hom"], world.partners["prod"]

    first = world.turn("Meu nome é Ana")

    assert first.status == 200, first.content
    conversation = first.json["conversation_id"]
    assert first.json["heard"] == "Meu nome é Ana"
    assert first.json["said"] == "You said: Meu nome é Ana"
    assert first.json["audio"]["media_type"] == "audio/mpeg"
    audio = base64.b64decode(first.json["audio"]["content"])
    assert heard(audio) == ["You said: Meu nome é Ana"]
    assert [one.path for one in partner.requests] == list(CALLS)

    second = world.turn("Qual é o meu nome?", conversation_id=conversation)

    assert second.json["said"] == "You said: Qual é o meu nome?"
    asked = partner.asked("/responses")[-1]
    assert "Answer kindly at hom." in asked.body.decode()
    assert "Meu nome é Ana" in str(asked.json)
    kept = world.call("GET", f"conversations/{conversation}")
    assert [turn["heard"] for turn in kept.json["turns"]] == [
        "Meu nome é Ana",
        "Qual é o meu nome?",
    ]
    kept_at_hom = world.kept("hom")
    assert any("Meu nome é Ana" in one for one in kept_at_hom)
    assert any(f"/{conversation}/" in one for one in kept_at_hom)

    assert other.requests == []
    assert world.kept("prod") == []
    assert world.call("GET", f"conversations/{conversation}", stage="prod").status == 404
    path = f"conversations/{conversation}"
    assert world.call("GET", path, stage="prod", key_of="hom").status == 401
    assert world.call("DELETE", path, stage="prod").status == 404

    assert world.call("DELETE", path).status == 204
    assert world.call("GET", path).status == 404
    assert not [one for one in world.kept("hom") if "nome" in one or f"/{conversation}/" in one]


def test_a_turn_that_is_repeated_is_billed_once(world: World) -> None:
    partner, key = world.partners["hom"], uuid.uuid4().hex
    first = world.turn("Bom dia", key=key)
    again = world.turn("Bom dia", key=key)
    assert again.status == 200
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json == first.json
    assert [len(partner.bills(path)) for path in CALLS] == [1, 1, 1]


def test_the_same_environment_serves_prod_with_what_is_prods(world: World) -> None:
    answer = world.call("POST", "speech", {"text": "Bom dia", "format": "wav"}, stage="prod")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("audio/")
    assert heard(answer.content) == ["Bom dia"]
    assert len(world.partners["prod"].bills("/audio/speech")) == 1
    assert world.partners["hom"].requests == []


def test_long_text_is_spoken_in_parts_and_joined(world: World) -> None:
    sentences = [f"Esta é a frase de número {number} do texto." for number in range(150)]
    answer = world.call("POST", "speech", {"text": " ".join(sentences), "format": "wav"})
    assert answer.status == 200
    parts = heard(answer.content)
    assert len(parts) == len(world.partners["hom"].bills("/audio/speech")) > 1
    assert " ".join(parts).split() == " ".join(sentences).split()
