"""Step 1: check the first-party code and print what it declares, as JSON.

Usage: analyse.py ROOT HANDLER_FILE HANDLER_FUNCTION
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from lambda_zip.steps.declarations import Secret, parse, read_declarations
from lambda_zip.steps.errors import run_step
from lambda_zip.steps.handler import check_handler
from lambda_zip.steps.optional import mentioned


def analyse(root: Path, handler_file: str, handler_function: str) -> dict[str, object]:
    """Read a tree of first-party code.

    Args:
        root: The folder that holds the packages.
        handler_file: The handler's file, relative to root.
        handler_function: The handler's name.

    Raises:
        BuildError: A file does not compile, the handler is missing, a declaration is no literal.
    """
    sources = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.py"))
    }
    modules = {path: parse(path, source) for path, source in sources.items()}
    check_handler(handler_file, modules[handler_file], handler_function)
    declarations = read_declarations(modules)
    return {
        "optional_packages": sorted(mentioned(sources.values())),
        "aws_services": sorted(declarations.aws_services),
        "secrets": [asdict(s) for s in sorted(declarations.secrets, key=_secret_order)],
        "actions": sorted(declarations.actions),
        "triggers": [asdict(trigger) for trigger in sorted(declarations.triggers)],
    }


def _secret_order(secret: Secret) -> tuple[str, str]:
    return secret.name, secret.key or ""


if __name__ == "__main__":
    run_step(lambda: print(json.dumps(analyse(Path(sys.argv[1]), *sys.argv[2:]))))
