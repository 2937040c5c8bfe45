"""The bytes that go to SES."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .....core.utils.mime import mime_bytes
from .....domain.models.delivery_models import Content, Envelope, File, OutgoingMessage

SENDER = "no-reply@example.com"
ANA = Envelope(("ana@example.org",))
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)


def message(
    subject: str = "Hi",
    text: str | None = "Hello",
    html: str | None = None,
    *,
    envelope: Envelope = ANA,
    files: tuple[File, ...] = (),
    reply_to: tuple[str, ...] = (),
) -> OutgoingMessage:
    return OutgoingMessage("id-1", envelope, Content(subject, text, html), reply_to, files)


def read(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@settings(max_examples=200, deadline=None)
@given(subject=LINES.filter(str.strip))
@example(subject="a" * 255)
@example(subject="ç" * 255)
@example(subject="👩‍🚀" * 60)
@example(subject="=?utf-8?q?not_encoded?= really")
@example(subject="=?utf-8?q?a=0D=0ABcc:_eve@example.net?= ç")
@example(subject=" leading and trailing ")
def test_a_subject_arrives_as_it_was_and_adds_no_header(subject: str) -> None:
    mail = read(mime_bytes(message(subject), SENDER, None))
    assert " ".join(str(mail["Subject"]).split()) == " ".join(subject.split())
    assert sorted(mail.keys()) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "From",
        "MIME-Version",
        "Subject",
        "To",
    ]


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n")))
@example(text="x" * 5000)
@example(text=".\n..\nFrom me\n\n.")
@example(text="\ufeff\u2028")
def test_a_body_arrives_as_it_was_in_lines_that_every_relay_takes(text: str) -> None:
    raw = mime_bytes(message(text=text, html=f"<p>{text}</p>"), SENDER, None)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert body(read(raw), "plain").rstrip("\n") == text.rstrip("\n")
    assert body(read(raw), "html").rstrip("\n") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "html", "kind"),
    [
        ("a", None, "text/plain"),
        (None, "a", "text/html"),
        ("a", "b", "multipart/alternative"),
    ],
)
def test_the_structure_follows_the_bodies(text: str | None, html: str | None, kind: str) -> None:
    assert read(mime_bytes(message(text=text, html=html), SENDER, None)).get_content_type() == kind


@pytest.mark.parametrize("media_type", ["application/pdf", "text/csv", "image/png", "text/html"])
def test_attachments_arrive_byte_for_byte_under_their_names(media_type: str) -> None:
    data = bytes(range(256)) * 40
    names = ("plain.bin", "relatório çedilha.pdf", "semi;colon, comma.txt", "日本語" * 30 + ".txt")
    files = tuple(File(name, media_type, data) for name in names)
    raw = mime_bytes(message(html="<p>x</p>", files=files), SENDER, None)
    assert raw.isascii()
    mail = read(raw)
    assert mail.get_content_type() == "multipart/mixed"
    parts = list(mail.iter_attachments())
    assert tuple(part.get_filename() for part in parts) == names
    for part in parts:
        assert part.get_content_type() == media_type
        assert part.get_content_disposition() == "attachment"
        assert part.get_payload(decode=True) == data


def test_hidden_recipients_are_nowhere_in_the_message() -> None:
    envelope = Envelope((), (), ("carla@example.org",))
    raw = mime_bytes(message(envelope=envelope), SENDER, None)
    assert b"carla" not in raw
    assert read(raw)["To"] == "undisclosed-recipients:;"


def test_fifty_open_recipients_are_all_named() -> None:
    everybody = tuple(f"somebody.number.{number}@example.org" for number in range(50))
    mail = read(
        mime_bytes(message(envelope=Envelope(everybody[:25], everybody[25:])), SENDER, None)
    )
    assert mail["To"].split(", ") == list(everybody[:25])
    assert mail["Cc"].split(", ") == list(everybody[25:])


def test_a_sender_has_the_name_that_it_was_given() -> None:
    mail = read(mime_bytes(message(reply_to=("help@example.org",)), SENDER, "João, Lda."))
    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("João, Lda.", SENDER)
    assert mail["Reply-To"] == "help@example.org"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_header_is_refused_even_here(end: str) -> None:
    smuggled = f"Hi{end}Bcc: eve@example.net"
    with pytest.raises(ValueError, match=r"[Hh]eader|linefeed|CR or LF"):
        mime_bytes(message(smuggled), SENDER, None)
    with pytest.raises(ValueError, match=r"[Hh]eader|linefeed|CR or LF"):
        mime_bytes(message(reply_to=(smuggled,)), SENDER, None)
    with pytest.raises(ValueError, match=r"[Hh]eader|linefeed|CR or LF"):
        mime_bytes(message(envelope=Envelope((smuggled,))), SENDER, None)
