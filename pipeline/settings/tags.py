"""The tags of functions, as pipeline.toml may have them.

Source: AWS Lambda developer guide, "Using tags on Lambda functions", with its limits.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

__all__ = ["TAG_OF_KEYS", "Tags"]

# The tag in which a function keeps the keys of those that pipeline.toml gave it: others are not ours.
TAG_OF_KEYS = "pipeline-tags"

_MOST = 49
_KEY = re.compile(r"[\w.:/=+@-]{1,128}")
_VALUE = re.compile(r"[\w .:/=+@-]{0,256}")
_LIST_CHARACTERS = 256


def _checked(tags: dict[str, str]) -> dict[str, str]:
    for key, text in tags.items():
        if not _KEY.fullmatch(key) or key.lower().startswith("aws:") or key == TAG_OF_KEYS:
            raise ValueError(
                f"{key!r} can't be a tag's key: give 1 to 128 letters, digits and . : / = + @ - _,"
                f" without spaces, not beginning with aws: and not {TAG_OF_KEYS}"
            )
        if not _VALUE.fullmatch(text):
            raise ValueError(
                f"the tag {key}: its value may have up to 256 letters, digits, spaces and"
                " . : / = + @ - _"
            )
    if len(tags) > _MOST or len(" ".join(tags)) > _LIST_CHARACTERS:
        raise ValueError(
            f"{len(tags)} tags with keys of {len(' '.join(tags))} characters: a function can have"
            f" {_MOST}, whose keys come to {_LIST_CHARACTERS} characters with a space between each"
        )
    return tags


type Tags = Annotated[dict[str, str], AfterValidator(_checked)]
