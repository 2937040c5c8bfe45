"""A spoken turn with memory, through `main` alone."""

import base64

from ..partner import audio
from ..partner_server import PartnerServer
from ..support import as_content, call, take_turn


def test_a_spoken_turn_is_heard_answered_spoken_and_remembered(
    aws: str, partner: PartnerServer
) -> None:
    said = as_content(audio.spoken("Que horas abre?"))
    first = take_turn({"audio": said, "language": "pt", "speech": {"format": "wav"}})
    assert first.status == 200, first.content
    assert first.json["heard"] == "Que horas abre?"
    assert first.json["said"] == "You said: Que horas abre?"
    spoken = base64.b64decode(first.json["audio"]["content"])
    assert audio.heard(spoken) == ["You said: Que horas abre?"]
    second = take_turn(
        {"conversation_id": first.json["conversation_id"], "text": "E fecha?", "speech": None}
    )
    assert second.json["audio"] is None
    [_, asked] = partner.asked("/responses")
    assert [item["content"] for item in asked.json["input"]] == [
        "Que horas abre?",
        "You said: Que horas abre?",
        "E fecha?",
    ]
    kept = call("GET", f"/voice/conversations/{first.json['conversation_id']}").json
    assert [turn["heard"] for turn in kept["turns"]] == ["Que horas abre?", "E fecha?"]
