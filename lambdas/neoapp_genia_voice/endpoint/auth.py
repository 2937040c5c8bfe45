"""Who may call: API keys of the running stage."""

from ekans.auth import ApiKeyAuth

from ..config import Settings

auth = ApiKeyAuth(lambda: Settings.load().api_keys)
