"""Names of secrets that exist: those that lambdas here declare, and those that the old code names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["declared_secrets", "in_standard_form", "named_secrets"]

_STAGES = r"hom|homolog|homologacao|homologation|staging|dev|local|prod|prd|production|producao"
# `project/stage/what`, of words that are in no value of a secret.
_NAME = re.compile(rf"([a-z][a-z0-9-]*)/(?:{_STAGES}|\{{\w+\}})/([a-z][a-z0-9/_-]*)")
_ARN = re.compile(r"arn:aws[\w-]*:secretsmanager:[\w-]*:\d*:secret:(.+?)(?:-[A-Za-z0-9]{6})?")
_LONGEST = 128


def in_standard_form(text: str) -> str | None:
    """`project/{stage}/what` of a text that is the name or the ARN of a secret of one stage, else None."""
    if arn := _ARN.fullmatch(text):
        text = arn[1]
    match = _NAME.fullmatch(text) if len(text) <= _LONGEST else None
    return f"{match[1]}/{{stage}}/{match[2]}" if match else None


def named_secrets(tree: ast.Module) -> Iterator[str]:
    """The secrets that a module names, in standard form."""
    for node in ast.walk(tree):
        text: str | None = None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{stage}"
                for part in node.values
            )
        if text and (name := in_standard_form(text)):
            yield name


def declared_secrets(configs: Iterable[Path]) -> dict[str, str]:
    """The secrets that the lambdas' config.py files declare, with the lambda that does so first."""
    found: dict[str, str] = {}
    for config in configs:
        try:
            tree = ast.parse(config.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue  # Whoever owns that lambda hears of it from its own checks.
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="secret"), args=[ast.Constant(value=str(name)), *_]):
                    found.setdefault(name, config.parent.name)
    return found
