"""The templates of this lambda: Jinja2, sandboxed, HTML escaped, read from the package.

A template `welcome` is the folder `templates/welcome` with `template.json` (the variables that it
needs), `subject.txt.j2`, and `body.txt.j2`, `body.html.j2` or both. Asking what a template needs
reads that JSON alone, so that accepting an e-mail never loads Jinja2.
"""

import functools
import json
from typing import TYPE_CHECKING, Any

from ...domain.models.delivery_models import Content
from ...domain.models.email_models import TemplateUse
from ...domain.models.error_models import Rejected

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_FOLDER = "templates"


def _read(name: str) -> str | None:
    from importlib import resources

    resource = resources.files(__package__).joinpath(_FOLDER, *name.split("/"))
    return resource.read_text("utf-8") if resource.is_file() else None


@functools.cache
def _needed(template: str) -> tuple[str, ...] | None:
    found = _read(f"{template}/template.json")
    return None if found is None else tuple(json.loads(found)["variables"])


@functools.cache
def _environment() -> "SandboxedEnvironment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(_read),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["web_address"] = _web_address
    return environment


def _web_address(value: Any) -> str:
    # `str` of a variable that is not there raises: it is missing rather than wrong.
    link = str(value)
    if not link.startswith(("https://", "http://")):
        raise ValueError("a link must begin with https:// or http://")
    return link


class PackageTemplates:
    """The templates in this package."""

    def missing(self, use: TemplateUse) -> tuple[str, ...] | None:
        """The variables that are needed and not given; None for an unknown template."""
        needed = _needed(use.name)
        if needed is None:
            return None
        return tuple(name for name in needed if name not in use.variables)

    def render(self, use: TemplateUse) -> Content:
        """Subject and bodies of `use`.

        White space in the subject becomes single spaces: no variable breaks the header's line.
        """
        if _needed(use.name) is None:
            raise Rejected("unknown_template", f"there is no template '{use.name}'")
        subject = self._part(use, "subject.txt.j2")
        text = self._part(use, "body.txt.j2")
        html = self._part(use, "body.html.j2")
        words = "".join(char if char.isprintable() else " " for char in subject or "")
        return Content(" ".join(words.split()), text, html)

    def _part(self, use: TemplateUse, part: str) -> str | None:
        from jinja2 import TemplateNotFound
        from jinja2.exceptions import SecurityError, UndefinedError

        name = f"{use.name}/{part}"
        try:
            return _environment().get_template(name).render(use.variables)
        except TemplateNotFound as error:
            if error.name == name:
                return None
            raise
        except UndefinedError as error:
            raise Rejected("template_failed", f"{name}: {error.message}") from error
        except (SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            # The variables broke it; their values may be quoted in the message, so it stays out.
            raise Rejected("template_failed", f"{name}: {type(error).__name__}") from error
