from __future__ import annotations

from pants.engine.rules import collect_rules
from pants.option.option_types import SkipOption, StrOption
from pants.option.subsystem import Subsystem


class Architecture(Subsystem):
    options_scope = "architecture"
    name = "architecture"
    help = "What lambdas, libs and the pipeline look like inside (docs/rules.md)."

    skip = SkipOption("lint", "fix")


class ImportLinter(Subsystem):
    options_scope = "import-linter"
    name = "import-linter"
    help = "Who may import whom between and inside lambdas, libs and the pipeline (docs/rules.md)."

    skip = SkipOption("lint")
    requirement = StrOption(
        default="3rdparty/python:code#import-linter",
        help="The address of the requirement that import-linter is installed by.",
    )


def rules():
    return collect_rules()
