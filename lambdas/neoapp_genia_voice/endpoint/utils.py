"""The composition root: what the commands need, wired for the stage that is running.

What calls the partner, the database or S3 is imported when a request first needs it. Nothing of
HTTP is imported here: the job comes through as well.
"""

import functools
import time
from typing import TYPE_CHECKING

from mew.config import client

from ..config import Settings
from ..core.services.bucket_service import BucketStore
from ..domain.commands.conversation_commands import ConversationPorts
from ..domain.commands.turn_commands import TurnPorts
from ..domain.models.audio_models import Voice
from ..domain.ports import Catalogue, Conversations, Ear, Mouth, Realtime, Store, Turns

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from ekans.http import ServiceClient
    from mew.arbok.mongo import Mongo

DAY = 24 * 60 * 60


@functools.cache
def database() -> "Mongo":
    """The database of whatever stage is running: its secret is that of `Settings.database`.

    arbok reads the secret itself, since it must notice a new password.
    """
    from mew.arbok import mongo

    return mongo.open(
        "neoapp/{stage}/genia-voice-database",
        # A turn shall not wait longer for our own database than for the partner.
        limits=mongo.Limits(block=8.0),
    )


def _s3() -> "S3Client":
    return client("s3", read_timeout=20.0)


def _openai() -> "ServiceClient":
    from ..core.services.openai_service import client_of

    def key(*, fresh: bool) -> str:
        return (Settings.refresh() if fresh else Settings.load()).openai_api_key

    return client_of(Settings.load().openai_url, key)


def turns() -> Turns:
    """The turns of the running stage."""
    from ..core.services.turn_mongo_service import MongoTurns

    return MongoTurns(database(), Settings.load().retention_days * DAY)


def conversations() -> Conversations:
    """The conversations of the running stage."""
    from ..core.services.conversation_mongo_service import MongoConversations

    return MongoConversations(database(), Settings.load().retention_days * DAY)


def store() -> Store:
    """The bucket of the running stage."""
    return BucketStore(_s3, Settings.load().bucket)


def voice() -> Voice:
    """The voice of whoever names no other at the running stage."""
    return Voice(Settings.load().voice)


def mouth() -> Mouth:
    """Who speaks at the running stage."""
    from ..core.services.openai_audio_service import OpenaiMouth

    return OpenaiMouth(_openai(), Settings.load().speech_model)


def ear() -> Ear:
    """Who listens at the running stage."""
    from ..core.services.openai_audio_service import OpenaiEar

    settings = Settings.load()
    return OpenaiEar(_openai(), settings.transcription_model, settings.timestamps_model)


def realtime() -> Realtime:
    """Who opens sessions at the running stage."""
    from ..core.services.openai_account_service import OpenaiRealtime

    return OpenaiRealtime(_openai(), Settings.load().realtime_model)


def catalogue() -> Catalogue:
    """What models there are at the running stage."""
    from ..core.services.openai_account_service import OpenaiCatalogue

    return OpenaiCatalogue(_openai())


def conversation_ports() -> ConversationPorts:
    """What reading and erasing a conversation needs."""
    return ConversationPorts(time.time, turns(), conversations(), store())


def turn_ports() -> TurnPorts:
    """What a turn needs."""
    from ..core.services.openai_answer_service import OpenaiMind

    settings = Settings.load()
    return TurnPorts(
        clock=time.time,
        turns=turns(),
        conversations=conversations(),
        store=store(),
        ear=ear(),
        mind=OpenaiMind(_openai(), settings.answer_model, settings.answer_tokens),
        summariser=OpenaiMind(_openai(), settings.summary_model, settings.answer_tokens),
        mouth=mouth(),
        instructions=settings.instructions,
        budget=settings.memory_tokens,
    )
