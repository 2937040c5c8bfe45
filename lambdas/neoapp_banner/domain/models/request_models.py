"""What an editor calls a request, so that sending it again does nothing twice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The name of a request, and what it asks for.

    Args:
        id: of the name: 64 hex digits, which every database compares alike. Those of two editors
            who chose the same name differ.
        fingerprint: of what is asked: 64 hex digits, the same for the same request alone.
    """

    id: str
    fingerprint: str
