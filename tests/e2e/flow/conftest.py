"""One cloud with all four lambdas, started as developers start it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import neoapp_banner.config
import neoapp_genia_voice.config
import neoapp_payment.config
import pytest
from generic_send_email.config import Settings as MailSettings

from ekans.auth import new_key
from pipeline.tests.local.up.terminal import Terminal, passable_folder
from tests.artifact.support import NAME as MAILER

from .checkout import Part, make_checkout
from .shop import PAYMENT, Shop, Till
from .stage import Stage

__all__ = ["BANNER", "MAILER", "VOICE", "Cloud"]

BANNER = "neoapp_banner"
VOICE = "neoapp_genia_voice"


@dataclass(frozen=True)
class Cloud:
    """The running cloud.

    Args:
        terminal: a developer's.
        hom, prod: its stages.
        keys: the API key that a lambda knows at both stages, by the lambda's name.
    """

    terminal: Terminal
    hom: Stage
    prod: Stage
    keys: dict[str, str] = field(repr=False)

    def saw_nothing(self, function: str, stage: str) -> bool:
        """Whether a lambda was not invoked at a stage."""
        return "START" not in self.terminal.run("logs", function, "--stage", stage)[1]


@pytest.fixture(scope="package")
def cloud() -> Iterator[Cloud]:
    """All four artifacts at both stages; the cloud stands in for databases and partners."""
    keys, stored = {}, {}
    for name, scopes in (
        (BANNER, ["banners:read", "banners:write"]),
        (VOICE, ["voice:conversations"]),
    ):
        keys[name], known = new_key("ana", scopes)
        stored[name] = {"API_KEYS": json.dumps([known.model_dump(mode="json")])}
    parts = (
        # Its own stage in the sender, so that a mail which went astray shows itself.
        Part(MAILER, MailSettings, {"SENDER": "no-reply@{stage}.example.com"}),
        Part(PAYMENT, neoapp_payment.config.Settings),
        Part(BANNER, neoapp_banner.config.Settings, stored[BANNER]),
        Part(VOICE, neoapp_genia_voice.config.Settings, stored[VOICE]),
    )
    with passable_folder() as root:
        temporary = root / "temporary"
        temporary.mkdir()
        make_checkout(root / "checkout", parts)
        terminal = Terminal(root / "checkout", temporary)
        with terminal.up("--no-watch") as up:
            yield Cloud(terminal, Stage("hom", up), Stage("prod", up), keys)


@pytest.fixture(scope="package")
def shop(cloud: Cloud) -> Shop:
    """A shop whose Pagar.me brings its webhooks at both stages."""
    shop = Shop(cloud.terminal, Till(cloud.hom), Till(cloud.prod))
    for till in (shop.hom, shop.prod):
        till.bring_hooks()
    return shop
