from __future__ import annotations

from pipeline.local.log import FrameReader, Report, end_line, init_report_line, start_line, tail


def frame(text: str) -> bytes:
    content = text.encode()
    return b"\xa5\x5a\x00\x03" + len(content).to_bytes(4, "big") + b"\0" * 8 + content


def test_printed_lines_and_logged_frames_keep_their_order() -> None:
    reader = FrameReader()

    messages = reader.feed(b"one\n" + frame("two\nlines\n") + b"three\n")

    assert messages == ["one\n", "two\nlines\n", "three\n"]


def test_bytes_may_come_in_any_pieces() -> None:
    data = "é1\n".encode() + frame("två") + b"end\n" + frame("") + b"rest"
    whole = FrameReader()
    expected = [*whole.feed(data), *whole.flush()]

    for size in range(1, 9):
        reader = FrameReader()
        found = [
            message
            for start in range(0, len(data), size)
            for message in reader.feed(data[start : start + size])
        ]
        assert [*found, *reader.flush()] == expected


def test_text_without_a_newline_ends_where_a_frame_begins() -> None:
    assert FrameReader().feed(b"no newline" + frame("logged\n")) == ["no newline\n", "logged\n"]


def test_a_line_that_never_ends_comes_in_parts() -> None:
    reader = FrameReader()

    messages = [message for _ in range(100) for message in reader.feed(b"x" * 10_000)]

    assert {len(message) for message in messages} == {262_144 + 1}
    assert len("".join([*messages, *reader.flush()]).replace("\n", "")) == 1_000_000


def test_an_unfinished_line_waits_until_it_is_asked_for() -> None:
    reader = FrameReader()

    assert reader.feed(b"unfinished") == []
    assert reader.flush() == ["unfinished\n"]
    assert reader.flush() == []


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert FrameReader().feed(b"\xff\xfe\n") == ["��\n"]


def test_a_report_is_written_as_the_service_writes_it() -> None:
    report = Report(3.0149, 128, 36, init_ms=110.1)

    assert report.line("id") == (
        "REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB"
        "\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n"
    )


def test_a_report_of_a_lost_environment_says_how_it_was_lost() -> None:
    report = Report(2.5, 128, 36, status="error", error_type="Runtime.ExitError")

    assert report.line("id").endswith(
        "\tMax Memory Used: 36 MB\tStatus: error\tError Type: Runtime.ExitError\n"
    )


def test_the_lines_around_an_invocation_are_the_services_own() -> None:
    assert start_line("id", "7") == "START RequestId: id Version: 7\n"
    assert end_line("id") == "END RequestId: id\n"


def test_a_failed_init_has_a_report_of_its_own() -> None:
    assert init_report_line(0.789, "init", "error", "Runtime.ExitError") == (
        "INIT_REPORT Init Duration: 0.79 ms\tPhase: init\tStatus: error"
        "\tError Type: Runtime.ExitError\n"
    )
    assert init_report_line(10000, "invoke", "timeout", None) == (
        "INIT_REPORT Init Duration: 10000.00 ms\tPhase: invoke\tStatus: timeout\n"
    )


def test_the_tail_is_the_last_four_kilobytes_and_never_half_a_character() -> None:
    assert tail(["a\n", "b\n"]) == "a\nb\n"
    assert tail(["é" * 3000, "x"]) == "é" * 2047 + "x"
