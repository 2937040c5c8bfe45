"""Turns templates into responses."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.wrappers import Response

from .text import amount, bounded, duration, moment, pretty, until, visible

__all__ = ["Renderer"]


class Renderer:
    """Renders the templates beside this module.

    Args:
        common: what every template may use.
    """

    def __init__(self, **common: object) -> None:
        self._environment = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            finalize=_readable,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            amount=amount,
            bounded=bounded,
            duration=duration,
            moment=moment,
            pretty=pretty,
            until=until,
        )
        self._environment.globals.update(common)

    def __call__(self, template: str, status: int = 200, **values: object) -> Response:
        """A page.

        Args:
            template: the name of its file, without `.html`.
        """
        text = self._environment.get_template(f"{template}.html").render(values)
        return Response(text, status, content_type="text/html; charset=utf-8")


def _readable(value: object) -> object:
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
