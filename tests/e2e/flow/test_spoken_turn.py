"""Something said, and answered in speech, at `hom`; `prod` sees nothing of it."""

from __future__ import annotations

import base64

from neoapp_genia_voice.tests.partner.audio import heard, spoken

from .conftest import VOICE, Cloud


def test_what_is_said_is_answered_aloud_and_remembered_at_its_stage(cloud: Cloud) -> None:
    key = {"X-Api-Key": cloud.keys[VOICE]}
    audio = {"format": "wav", "content": base64.b64encode(spoken("Meu nome é Ana")).decode()}
    named = key | {"Idempotency-Key": "turn-1"}
    turns = [
        cloud.hom.call(VOICE, "POST", "/voice/turns", {"audio": audio}, named) for _ in range(2)
    ]
    assert [turn.status for turn in turns] == [200, 200], turns[0].content
    assert turns[0].json == turns[1].json
    said = base64.b64decode(turns[0].json["audio"]["content"])
    assert heard(said) == ["You said: Meu nome é Ana"]

    path = f"/voice/conversations/{turns[0].json['conversation_id']}"
    kept = cloud.hom.call(VOICE, "GET", path, None, key).json["turns"]
    assert [turn["heard"] for turn in kept] == ["Meu nome é Ana"]

    assert cloud.saw_nothing(VOICE, "prod")
    assert cloud.prod.call(VOICE, "GET", path, None, key).status == 404
    objects = cloud.prod.aws("s3").list_objects_v2(Bucket="neoapp-prod-genia-voice")
    assert objects.get("Contents", []) == []
