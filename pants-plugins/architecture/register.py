"""The repository's own rules (docs/rules.md) as a linter, and as a fixer where one can mend."""

from architecture import rules as architecture_rules
from architecture import subsystem


def rules():
    return [*subsystem.rules(), *architecture_rules.rules()]
