"""Runs what stands for the partners of a lambda, one a stage, until standard input ends.

    python -m pipeline.local.up.partner_program neoapp_payment hom prod

It writes one line of JSON: for each stage `url`, `api_key` and `values`, as `partners.py` says.
"""

import contextlib
import importlib
import json
import sys

__all__ = ["main"]


def main(name: str, *stages: str) -> None:
    """Starts `PartnerServer` of `<name>.tests.partner_server` once for each stage."""
    module = importlib.import_module(f"{name}.tests.partner_server")
    with contextlib.ExitStack() as running:
        described = {}
        for stage in stages:
            server = running.enter_context(module.PartnerServer())
            described[stage] = {
                "url": getattr(server, "url", None),
                "api_key": getattr(module, "API_KEY", None),
                "values": dict(getattr(server, "values", {})),
            }
        sys.stdout.write(json.dumps(described) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
