"""Telling whether a request came before."""

import hashlib

from ekans.helpers import canonical_json

from ..models.banner_models import BannerDraft
from ..models.request_models import RequestKey


def request_key(name: str, editor: str, draft: BannerDraft) -> RequestKey:
    """The key of a request that an editor gave a name."""
    return RequestKey(
        id=_digest([editor, name]), fingerprint=_digest(draft.model_dump(mode="json"))
    )


def _digest(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()
