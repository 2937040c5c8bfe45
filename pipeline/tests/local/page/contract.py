"""What every implementation of `CloudView` does."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.local.errors import InvalidRequestContent, RequestTooLarge, ResourceNotFound
from pipeline.local.page.view import CloudView
from pipeline.local.payload import MAX_REQUEST_BYTES

__all__ = ["CODE", "NAME", "CloudViewContract"]

NAME = "sample_echo"
CODE = """
def handler(event, context):
    print("said: " + str(event.get("say")))
    if "fail" in event:
        raise ValueError(event["fail"])
    return {"echo": event}
"""


class CloudViewContract:
    """Subclasses give the fixtures `view` and `send_mail`.

    `view` is a cloud in which nothing happened yet, with the one lambda `NAME` that does what `CODE`
    does, at the stages `hom` and `prod`. `send_mail` has it send a message with the given subject.
    """

    def test_a_lambda_has_stages_that_lead_to_versions_it_has(self, view: CloudView) -> None:
        (found,) = view.lambdas()

        assert found.name == NAME
        assert {"hom", "prod"} <= {stage.name for stage in found.stages}
        assert {stage.version for stage in found.stages} <= {each.number for each in found.versions}
        assert all(each.published.tzinfo and each.code_sha256 for each in found.versions)

    def test_an_answer_comes_with_its_event_and_its_log(self, view: CloudView) -> None:
        exchange = view.send_event(NAME, "hom", b'{"say": "ol\xc3\xa1"}')

        assert exchange.answer is not None
        assert b"echo" in exchange.answer
        assert exchange.event == b'{"say": "ol\xc3\xa1"}'
        assert "said: olá" in [line.text for line in exchange.log]
        assert {line.invocation_id for line in exchange.log} == {exchange.invocation.id}

    def test_what_was_sent_is_found_among_the_invocations(self, view: CloudView) -> None:
        first = view.send_event(NAME, "hom", b"{}")
        second = view.send_event(NAME, "prod", b"{}")

        assert view.invocations(10) == [second.invocation, first.invocation]
        assert view.invocations(1) == [second.invocation]
        assert view.invocations(10, NAME) == [second.invocation, first.invocation]
        assert view.invocations(10, "another") == []
        assert view.exchange(first.invocation.id) == first
        assert view.exchange("unknown") is None

    def test_an_invocation_says_how_it_went(self, view: CloudView) -> None:
        invocation = view.send_event(NAME, "prod", b"{}").invocation

        assert (invocation.lambda_name, invocation.stage) == (NAME, "prod")
        assert invocation.version in {each.number for each in view.lambdas()[0].versions}
        assert (invocation.status, invocation.error) == ("succeeded", None)
        assert invocation.started.tzinfo is not None
        assert invocation.duration_ms is not None
        assert invocation.memory_mb

    def test_a_function_that_fails_is_an_answer(self, view: CloudView) -> None:
        exchange = view.send_event(NAME, "hom", b'{"fail": "no such thing"}')

        assert exchange.invocation.status == "failed"
        assert "no such thing" in (exchange.invocation.error or "")
        assert b"no such thing" in (exchange.answer or b"")

    @pytest.mark.parametrize(("name", "stage"), [("nobody", "hom"), (NAME, "nowhere"), (NAME, "")])
    def test_what_is_not_there_is_refused(self, view: CloudView, name: str, stage: str) -> None:
        with pytest.raises(ResourceNotFound):
            view.send_event(name, stage, b"{}")
        assert view.invocations(10) == []

    def test_a_payload_that_lambda_would_not_take_is_refused(self, view: CloudView) -> None:
        with pytest.raises(InvalidRequestContent):
            view.send_event(NAME, "hom", b"{no json")
        with pytest.raises(RequestTooLarge):
            view.send_event(NAME, "hom", b'"%s"' % (b"x" * MAX_REQUEST_BYTES))
        assert view.invocations(10) == []

    def test_logs_go_on_from_a_cursor(self, view: CloudView) -> None:
        assert view.logs(100) == []
        view.send_event(NAME, "hom", b'{"say": "one"}')
        before = view.logs(100)
        view.send_event(NAME, "hom", b'{"say": "two"}')
        after = view.logs(100, before[-1].cursor)

        assert "said: one" in [line.text for line in before]
        assert "said: two" in [line.text for line in after]
        assert view.logs(100) == [*before, *after]
        assert view.logs(1) == [after[-1]]
        assert view.logs(1, 0) == [before[0]]
        assert view.logs(100, after[-1].cursor) == []
        cursors = [line.cursor for line in view.logs(100)]
        assert cursors == sorted(set(cursors))

    def test_mail_is_kept_in_order(self, view: CloudView, send_mail: Callable[[str], None]) -> None:
        for subject in ("first", "second"):
            send_mail(subject)

        assert [message.subject for message in view.mail()] == ["first", "second"]

    def test_the_clock_goes_forward(self, view: CloudView) -> None:
        before = view.now()

        view.move_clock(datetime.timedelta(hours=3))

        assert before.tzinfo is not None
        assert view.now() >= before + datetime.timedelta(hours=3)

    def test_many_may_look_while_many_send(self, view: CloudView) -> None:
        def send_and_look(number: int) -> str:
            exchange = view.send_event(NAME, "hom", b'{"say": "%d"}' % number)
            assert view.logs(10)
            assert view.invocations(50)
            assert view.lambdas()
            return exchange.invocation.id

        with ThreadPoolExecutor(4) as pool:
            sent = set(pool.map(send_and_look, range(20)))

        assert {each.id for each in view.invocations(100)} == sent
        assert len(sent) == 20
