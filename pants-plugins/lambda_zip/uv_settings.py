"""The options `[uv]`."""

from __future__ import annotations

from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem


class Uv(Subsystem):
    options_scope = "uv"
    name = "uv"
    help = "The installer of a Lambda's third-party code."

    install_from_resolve = StrOption(
        default="uv",
        help="The resolve that holds uv; all of it is installed.",
    )
    env_vars = StrListOption(
        default=[
            "UV_DEFAULT_INDEX",
            "UV_INDEX",
            "UV_FIND_LINKS",
            "UV_NO_INDEX",
            "UV_INDEX_STRATEGY",
            "UV_KEYRING_PROVIDER",
            "UV_NATIVE_TLS",
            "UV_SYSTEM_CERTS",
            "UV_OFFLINE",
            "UV_HTTP_TIMEOUT",
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "PATH",
        ],
        help=(
            "Environment variables that uv gets, besides [subprocess-environment].env_vars: where "
            "the package index is and how to reach it. What comes from there is checked against "
            "the lock's hashes."
        ),
    )
