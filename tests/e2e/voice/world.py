"""neoapp_genia_voice as it is shipped, in the local cloud, with its database and a partner a stage."""

from __future__ import annotations

import base64
import contextlib
import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pymongo
from neoapp_genia_voice.tests.partner.audio import spoken
from neoapp_genia_voice.tests.partner_server import PartnerServer

from ekans.auth import new_key
from mew.tests.arbok.servers.mongo import MongoServer
from pipeline.local.cloud import LocalCloud
from pipeline.local.gateway.gateway import Gateway
from pipeline.local.seeding import migrate, seed
from tests.built import ROOT, artifact

NAME = "neoapp_genia_voice"
STAGES = ("hom", "prod")
SCOPES = ("voice:speech", "voice:transcriptions", "voice:conversations", "voice:sessions")
_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.content)

    @property
    def problem(self) -> str:
        """The last word of the problem's type."""
        kind: str = self.json["type"]
        return kind.rpartition(":")[2]


class World(contextlib.ExitStack):
    """The artifact at both stages, and all that it needs. Use as a context manager.

    Attributes:
        partners: OpenAI, one for each stage.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._keys: dict[str, str] = {}
        self.partners = {stage: PartnerServer() for stage in STAGES}

    def __enter__(self) -> Self:
        super().__enter__()
        with contextlib.ExitStack() as started:
            for partner in self.partners.values():
                started.enter_context(partner)
            database = started.enter_context(MongoServer(self._folder))
            self._cloud = started.enter_context(LocalCloud())
            self._gateway = started.enter_context(Gateway(self._cloud, seconds=_SECONDS))
            self._database_url = f"mongodb://127.0.0.1:{database.port}/"
            aws = self._cloud.aws.environment
            for stage in STAGES:
                seed(NAME, stage, ROOT, aws, self._values(stage))
                migrate(NAME, stage, ROOT, aws)
            self.restart()
            self.push(started.pop_all())
        return self

    def restart(self) -> None:
        """Give the function a new process, which knows nothing; all else stays as it is."""
        self._cloud.deploy(NAME, artifact(NAME))

    def _values(self, stage: str) -> Path:
        self._keys[stage], stored = new_key("ana", SCOPES)
        partner = self.partners[stage]
        values = {
            "API_KEYS": json.dumps([stored.model_dump(mode="json")]),
            "BUCKET": f"neoapp-{stage}-genia-voice",
            "INSTRUCTIONS": f"Answer kindly at {stage}.",
            "VOICE": "marin",
            "SPEECH_MODEL": "gpt-4o-mini-tts",
            "TRANSCRIPTION_MODEL": "gpt-transcribe",
            "ANSWER_MODEL": "gpt-6.1-terra",
            "SUMMARY_MODEL": "gpt-6-luna",
            "REALTIME_MODEL": "gpt-realtime-2.1",
            "DATABASE": f"{self._database_url}voice_{stage}?directConnection=true",
            "OPENAI_URL": partner.url,
            "OPENAI_API_KEY": partner.api_key,
        }
        file = self._folder / f"{stage}.env"
        file.write_text("\n".join(f"{name}={value}" for name, value in values.items()))
        return file

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        stage: str = "hom",
        key_of: str | None = None,
        **headers: str,
    ) -> Answer:
        """Send a request to a stage through the cloud's gateway.

        Args:
            method: of HTTP.
            path: below `/voice`.
            body: JSON; None for none.
            stage: whose alias.
            key_of: the stage whose API key is shown; by default that very stage.
            headers: further ones; underscores stand for dashes.
        """
        request = urllib.request.Request(
            f"{self._gateway.url}/{stage}/{NAME}/voice/{path}", method=method
        )
        request.add_header("X-Api-Key", self._keys[key_of or stage])
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            answer = urllib.request.urlopen(request, timeout=_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, found, answer.read())

    def turn(self, said: str, *, key: str | None = None, **body: Any) -> Answer:
        """Say something aloud at hom; under a key of its own unless one is given."""
        audio = {"format": "wav", "content": base64.b64encode(spoken(said)).decode()}
        return self.call(
            "POST", "turns", {"audio": audio} | body, Idempotency_Key=key or uuid.uuid4().hex
        )

    def kept(self, stage: str) -> list[str]:
        """All that a stage keeps: documents of its database, and objects of its bucket."""
        objects = self._cloud.aws.client("s3").list_objects_v2(Bucket=f"neoapp-{stage}-genia-voice")
        found = [item["Key"] for item in objects.get("Contents", [])]
        url = f"{self._database_url}?directConnection=true"
        with pymongo.MongoClient[dict[str, Any]](url) as client:
            database = client[f"voice_{stage}"]
            for name in sorted(database.list_collection_names()):
                # What migrations note is none of the callers' words.
                if "migration" not in name:
                    found += [f"{name} {document}" for document in database[name].find()]
        return found
