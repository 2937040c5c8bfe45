"""Who is calling: API keys, HTTP Basic and signed webhooks, with the scopes of each route.

    # config.py
    api_keys: tuple[StoredKey, ...] = secret("generic/{stage}/api", key="keys")

    # endpoint/utils.py
    auth = ApiKeyAuth(lambda: Settings.load().api_keys)

    # a route
    caller: Annotated[Caller, Security(auth, scopes=["emails:send"])]

Keys are stored as hashes and read for the running stage at each request, so a key of hom is nothing
at prod. What is wrong with a credential is never told: 401 says only how to authenticate, 403 only
that this caller may not. Both come before any complaint about the request, a body that is no JSON
included; a body that is too large alone is refused (413) before it is known whose it is.
`new_key` and `new_basic` make credentials:

    key, stored = new_key("neoapp", ["emails:send"])
    # give `key` to the caller; put stored.model_dump(mode="json") into the secret

Settings hold stored keys, and jobs load settings: what needs FastAPI is loaded when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from ekans._auth.keys import StoredKey, new_basic, new_key
from ekans._auth.replays import MemoryReplays, Replays
from ekans._auth.signatures import WebhookSecret, sign

if TYPE_CHECKING:
    from ekans._auth.schemes import ApiKeyAuth, BasicAuth, Caller, SignatureAuth

__all__ = [
    "ApiKeyAuth",
    "BasicAuth",
    "Caller",
    "MemoryReplays",
    "Replays",
    "SignatureAuth",
    "StoredKey",
    "WebhookSecret",
    "new_basic",
    "new_key",
    "sign",
]

_OF_FASTAPI = frozenset({"ApiKeyAuth", "BasicAuth", "Caller", "SignatureAuth"})


def __getattr__(name: str) -> Any:
    if name in _OF_FASTAPI:
        from ekans._auth import schemes

        return getattr(schemes, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
