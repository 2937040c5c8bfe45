"""What every page has at hand."""

from __future__ import annotations

from dataclasses import dataclass

from .access import Access
from .rendering import Renderer
from .view import CloudView

__all__ = ["Site"]


@dataclass(frozen=True, slots=True)
class Site:
    """The cloud that is shown, who may change it, and how pages are made."""

    cloud: CloudView
    access: Access
    render: Renderer
