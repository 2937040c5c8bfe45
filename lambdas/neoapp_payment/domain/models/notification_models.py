"""What customers are told, on its way to generic_send_email."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notification:
    """A notice by e-mail.

    Args:
        id: names it for good: generic_send_email sends one id once, however often it comes.
        to: the address.
        title: the subject, too.
        paragraphs: the text.
        link: a web address, with the words that it is shown as.
    """

    id: str
    to: str
    title: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str] | None = None
