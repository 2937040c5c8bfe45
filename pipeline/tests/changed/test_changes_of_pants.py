"""`pipeline changed` after changes of what Pants itself is made of.

Pants' daemon ends when such a file changes, and to start it anew takes longer than all else here: these
come after what asks it, and don't.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from .conftest import Pipeline
from .scratch import Scratch

BANNER, PAYMENT = "neoapp_banner", "neoapp_payment"


def test_the_installers_version_affects_all(pipeline: Pipeline, scratch: Scratch) -> None:
    path = "3rdparty/python/uv.lock"
    lock = (scratch.root / path).read_text()
    version = lock.split("uv==")[1].split()[0]
    scratch.write(path, lock.replace(f"uv=={version}", "uv==99.0.0"))
    scratch.commit()
    reason = ("packager", path, f"uv {version} -> 99.0.0")
    assert pipeline.changed(scratch.root).reasons == {BANNER: [reason], PAYMENT: [reason]}


def test_a_setting_of_a_linter_affects_none_and_pants_need_not_be_asked(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace("pants.toml", "timeout_default = 300", "timeout_default = 301")
    scratch.write("pants-plugins/lambda_zip/layout_test.py", "# Changed\n")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {}


def test_settings_that_builds_read_and_what_makes_zips_affect_all(
    pipeline: Pipeline, scratch: Scratch, graphs: Path
) -> None:
    scratch.replace("pants.toml", 'init_files = "always"', 'init_files = "content_only"')
    path = "pants-plugins/lambda_zip/steps/archive.py"
    scratch.append(path)
    scratch.commit()
    # Pants would start anew for it, and there is the same to see in the graph that is known.
    first, now = (
        scratch.git.text("rev-parse", f"{each}^{{tree}}") for each in (scratch.first, "HEAD")
    )
    shutil.copy(graphs / f"{first}.json", graphs / f"{now}.json")
    reasons = [
        ("setting", "pants.toml", "[python-infer].init_files"),
        ("packager", path, "makes every zip"),
    ]
    assert pipeline.changed(scratch.root).reasons == {BANNER: reasons, PAYMENT: reasons}
