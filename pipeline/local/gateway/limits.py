"""What one connection may take.

Source: Amazon API Gateway developer guide, "Quotas for configuring and running an HTTP API": 10 MB a
payload, 10,240 bytes a request line with its header values. The limits of time are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds.

    `idle` is how long a client may say nothing between two requests; `head` and `body` are what these
    may take in all, `answer` what the client may take to receive one.
    """

    head_bytes: int = 10_240
    body_bytes: int = 10 * 1024 * 1024
    idle: float = 60.0
    head: float = 10.0
    body: float = 30.0
    answer: float = 30.0
