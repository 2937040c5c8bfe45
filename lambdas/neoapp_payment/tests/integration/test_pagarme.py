"""Pagar.me over HTTP, with everything that goes wrong on the way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ekans.http import close_all
from mew.core import invocation

from ...core.services.pagarme_service import PagarmeGateway
from ...domain.models.error_models import OutcomeUnknown, Refused, TryLater
from ...domain.models.observation_models import ChargeStatus
from ..contracts.gateway import GatewayContract
from ..contracts.samples import order
from ..partner.cards import APPROVED_TOKEN, DECLINED_TOKEN, PROCESSING_TOKEN
from ..partner_server import API_KEY, PartnerServer


@pytest.fixture
def gateway(partner: PartnerServer) -> Iterator[PagarmeGateway]:
    close_all()
    with invocation("hom"):
        yield PagarmeGateway(partner.url, lambda _: API_KEY)


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """The URL of a server that answers everything with 200 and this body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: tests read what was answered."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


class TestPagarmeGateway(GatewayContract):
    """The contract, held by the adapter."""


def test_a_cut_before_and_a_cut_after_the_effect_are_one_order(
    partner: PartnerServer, gateway: PagarmeGateway
) -> None:
    partner.faults.cut(after=True)
    given = order()
    seen = gateway.create(given)
    assert [one["id"] for one in partner.orders] == [seen.order_id]


@pytest.mark.parametrize("after", [False, True])
def test_a_partner_that_stays_silent_leaves_the_outcome_unknown(
    partner: PartnerServer, gateway: PagarmeGateway, after: bool
) -> None:
    partner.faults.cut(after=after, times=None)
    given = order()
    with pytest.raises(OutcomeUnknown):
        gateway.create(given)
    partner.faults.clear()
    assert (gateway.find(given.code) is not None) is after


@pytest.mark.parametrize("status", [500, 503, 409])
def test_an_answer_that_tells_nothing_leaves_the_outcome_unknown(
    partner: PartnerServer, gateway: PagarmeGateway, status: int
) -> None:
    partner.faults.fail(status, times=None)
    with pytest.raises(OutcomeUnknown):
        gateway.create(order())


@pytest.mark.parametrize("status", [401, 422, 429])
def test_a_refusal_after_a_lost_answer_is_no_refusal(
    partner: PartnerServer, gateway: PagarmeGateway, status: int
) -> None:
    partner.faults.cut()
    partner.faults.fail(status, times=2)
    with pytest.raises(OutcomeUnknown):
        gateway.create(order())


def test_a_refusal_after_the_partner_throttled_is_one(
    partner: PartnerServer, gateway: PagarmeGateway
) -> None:
    partner.faults.throttle(retry_after=0)
    partner.faults.fail(422)
    with pytest.raises(Refused):
        gateway.create(order())


def test_a_partner_that_cannot_be_reached_has_nothing() -> None:
    with invocation("hom"), pytest.raises(TryLater):
        PagarmeGateway("http://127.0.0.1:1", lambda _: API_KEY).find("code")


def test_a_partner_that_cannot_read_is_refused(
    partner: PartnerServer, gateway: PagarmeGateway
) -> None:
    partner.faults.fail(422)
    with pytest.raises(Refused) as caught:
        gateway.create(order())
    assert caught.value.code == "pagarme_422"


def test_a_key_that_is_not_known_means_later_and_is_not_told(partner: PartnerServer) -> None:
    close_all()
    with invocation("hom"), pytest.raises(TryLater) as caught:
        PagarmeGateway(partner.url, lambda _: "sk_another").create(order())
    assert "sk_another" not in str(caught.value)
    assert partner.orders == []


def test_a_key_that_was_rotated_is_asked_for_again(partner: PartnerServer) -> None:
    close_all()
    keys = {False: "sk_old", True: API_KEY}
    with invocation("hom"):
        assert PagarmeGateway(partner.url, keys.__getitem__).create(order()).order_id


@pytest.mark.parametrize(
    ("token", "status"),
    [(DECLINED_TOKEN, ChargeStatus.FAILED), (PROCESSING_TOKEN, ChargeStatus.PENDING)],
)
def test_a_card_that_is_not_charged_says_so(
    gateway: PagarmeGateway, token: str, status: ChargeStatus
) -> None:
    seen = gateway.create(order("card", card_token=token))
    assert (seen.status, seen.paid_cents) == (status, 0)


def test_a_refund_is_never_repeated_without_being_asked(
    partner: PartnerServer, gateway: PagarmeGateway
) -> None:
    seen = gateway.create(order("card", card_token=APPROVED_TOKEN))
    partner.faults.cut(on="DELETE", times=None)
    partner.requests.clear()
    with pytest.raises(OutcomeUnknown):
        gateway.refund(seen.charge_id or "", 990, "refund-1")
    assert len(partner.requests) == 1


@pytest.mark.parametrize("body", [b"[]", b"null", b"{}", b'{"id": 1}', b"<html>", b'{"data": [1]}'])
def test_an_answer_that_cannot_be_read_is_no_outcome(body: bytes) -> None:
    with answering(body) as url, invocation("hom"):
        gateway = PagarmeGateway(url, lambda _: API_KEY)
        with pytest.raises(OutcomeUnknown):
            gateway.create(order())
        for read in (gateway.get, gateway.find):
            with pytest.raises(TryLater):
                read("or_abcdefgh1")
