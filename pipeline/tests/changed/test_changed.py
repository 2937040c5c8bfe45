"""`pipeline changed` in a repository with real Pants."""

from __future__ import annotations

import shutil

from .conftest import Pipeline
from .scratch import LOCK, Scratch, commit_environment

BANNER, PAYMENT = "neoapp_banner", "neoapp_payment"


def test_a_lambdas_own_file_affects_that_lambda_alone(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.write("lambdas/neoapp_banner/core/paths.py", "HOME = '/'\n")
    scratch.commit()
    path = "lambdas/neoapp_banner/core/paths.py"
    assert pipeline.changed(scratch.root).reasons == {BANNER: [("source", path, "")]}


def test_a_file_of_mew_affects_the_lambdas_that_import_it_and_says_through_what(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("libs/mew/arbok/postgres.py", "import six\nPORT = 5432\n")
    scratch.commit()
    (only,) = pipeline.changed(scratch.root).document["lambdas"]
    assert only["lambda"] == BANNER
    assert only["reasons"] == [
        {
            "kind": "source",
            "path": "libs/mew/arbok/postgres.py",
            "detail": "",
            "through": ["lambdas/neoapp_banner/main.py"],
        }
    ]


def test_what_every_lambda_imports_affects_all(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.write("libs/mew/core.py", "def main() -> int: ...\n")
    scratch.write("libs/ekans/api.py", "import pydantic\nX = pydantic\n")
    scratch.commit()
    mew = ("source", "libs/mew/core.py", "")
    assert pipeline.changed(scratch.root).reasons == {
        BANNER: [mew],
        PAYMENT: [("source", "libs/ekans/api.py", ""), mew],
    }


def test_what_no_artifact_holds_affects_none(pipeline: Pipeline, scratch: Scratch) -> None:
    for path in (
        "README.md",
        "docs/architecture.md",
        "lambdas/neoapp_banner/tests/test_main.py",
        "lambdas/neoapp_banner/docs/architecture.md",
        "libs/mew/unused.py",
        "releases/hom/other_lambda.json",
    ):
        scratch.write(path, "# Changed\n")
    scratch.commit()
    answer = pipeline.changed(scratch.root)
    assert answer.reasons == {}
    assert answer.document["unaffected"] == [BANNER, PAYMENT]


def test_a_pin_affects_the_lambdas_that_install_it_though_others_share_the_lock(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace(LOCK, "pydantic-core==2.50.4", "pydantic-core==2.50.5")
    scratch.replace(LOCK, "pytest==9.0.1", "pytest==9.0.2")
    scratch.commit()
    detail = "pydantic-core 2.50.4 -> 2.50.5"
    assert pipeline.changed(scratch.root).reasons == {PAYMENT: [("lock", LOCK, detail)]}


def test_a_distribution_that_another_one_brings_along_now_affects_its_users(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace(LOCK, "# via pydantic\n", "# via\n    #   pydantic\n    #   six\n")
    scratch.commit()
    detail = "pydantic-core 2.50.4 added"
    assert pipeline.changed(scratch.root).reasons == {BANNER: [("lock", LOCK, detail)]}


def test_another_file_of_the_same_version_affects_its_users(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace(LOCK, "sha256:dd", "sha256:ee")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {
        BANNER: [("lock", LOCK, "six 1.17.0: other files")]
    }


def test_another_range_affects_none_while_the_pins_stay_and_another_extra_its_users(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace("3rdparty/python/code.txt", "six~=1.17", "six>=1.16")
    scratch.replace("3rdparty/python/code.txt", "pydantic~=2.14", "pydantic[email]~=2.14")
    scratch.commit()
    detail = "pydantic with the extras [email]"
    assert pipeline.changed(scratch.root).reasons == {PAYMENT: [("lock", LOCK, detail)]}


def test_the_installers_version_affects_all(pipeline: Pipeline, scratch: Scratch) -> None:
    path = "3rdparty/python/uv.lock"
    lock = (scratch.root / path).read_text()
    version = lock.split("uv==")[1].split()[0]
    scratch.write(path, lock.replace(f"uv=={version}", "uv==99.0.0"))
    scratch.commit()
    reason = ("packager", path, f"uv {version} -> 99.0.0")
    assert pipeline.changed(scratch.root).reasons == {BANNER: [reason], PAYMENT: [reason]}


def test_a_field_of_a_lambda_affects_it(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.write("lambdas/neoapp_payment/BUILD", "lambda_function(memory=512, timeout=60)\n")
    scratch.commit()
    detail = "lambdas/neoapp_payment#zip: memory 256 -> default, timeout default -> 60"
    assert pipeline.changed(scratch.root).reasons == {
        PAYMENT: [("build", "lambdas/neoapp_payment/BUILD", detail)]
    }


def test_a_field_of_the_tests_and_a_comment_affect_none(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("lambdas/neoapp_payment/BUILD", "lambda_function(memory=256, test_timeout=9)\n")
    scratch.write(
        "libs/mew/BUILD", "# Shared by all.\n" + (scratch.root / "libs/mew/BUILD").read_text()
    )
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {}


def test_a_dependency_that_a_build_file_declares_affects_its_users(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    dependency = "overrides={'core.py': {'dependencies': ['./unused.py']}}"
    scratch.write("libs/mew/BUILD", f"python_sources(sources=['**/*.py'], {dependency})\n")
    scratch.commit()
    expected = ("build", "libs/mew/BUILD", "libs/mew/unused.py is used now")
    reasons = pipeline.changed(scratch.root).reasons
    assert expected in reasons[BANNER]
    assert expected in reasons[PAYMENT]


def test_a_deleted_resource_affects_the_lambda_that_shipped_it(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    (scratch.root / "lambdas/neoapp_banner/core/banner.html").unlink()
    (scratch.root / "libs/mew/unused.py").unlink()
    scratch.commit()
    path = "lambdas/neoapp_banner/core/banner.html"
    assert pipeline.changed(scratch.root).reasons == {BANNER: [("deleted", path, "")]}


def test_a_renamed_module_is_one_that_came_and_one_that_went(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.git.run("mv", "libs/ekans/api.py", "libs/ekans/edge.py")
    scratch.replace("lambdas/neoapp_payment/main.py", "import api", "import edge")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {
        PAYMENT: [
            ("source", "lambdas/neoapp_payment/main.py", ""),
            ("source", "libs/ekans/edge.py", ""),
            ("deleted", "libs/ekans/api.py", ""),
        ]
    }


def test_a_new_lambda_is_new_and_a_removed_one_is_gone(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    banner, poster = (scratch.root / "lambdas" / name for name in (BANNER, "neoapp_poster"))
    shutil.copytree(banner, poster)
    shutil.rmtree(banner)
    scratch.commit()
    answer = pipeline.changed(scratch.root)
    assert answer.reasons == {
        "neoapp_poster": [("new", "lambdas/neoapp_poster/BUILD", "a new lambda")]
    }
    assert answer.document["gone"] == [BANNER]
    assert answer.document["unaffected"] == [PAYMENT]


def test_files_of_whatever_name_and_bytes_count(pipeline: Pipeline, scratch: Scratch) -> None:
    paths = [
        f"lambdas/neoapp_banner/core/{name}"
        for name in ('a "b"\t\\c.txt', "anúncio e ação.html", "logo.png")
    ]
    for path in paths:
        scratch.write(path, b"\x89PNG\r\n\x1a\n\0\xff")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {
        BANNER: [("source", path, "") for path in paths]
    }


def test_a_name_that_is_no_utf8_is_in_no_artifact_and_stops_nothing(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    # Pants does not see such a file, so no zip has it.
    name = b"caf\xe9.txt".decode(errors="surrogateescape")
    scratch.write(f"lambdas/neoapp_banner/core/{name}", "x")
    scratch.write(
        "lambdas/neoapp_payment/main.py", "from ekans import api\nfrom mew.core import main\n#\n"
    )
    scratch.commit()
    assert list(pipeline.changed(scratch.root).reasons) == [PAYMENT]


def test_a_merge_brings_in_what_its_branch_changed(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.git.run("checkout", "--quiet", "-b", "feature")
    scratch.write("lambdas/neoapp_payment/main.py", "from mew.core import main\nX = 1\n")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "hom")
    scratch.write("lambdas/neoapp_banner/core/paths.py", "Y = 1\n")
    on_hom = scratch.commit()
    scratch.git.run("merge", "--quiet", "--no-edit", "feature", env=commit_environment())
    assert list(pipeline.changed(scratch.root).reasons) == [PAYMENT]
    assert list(pipeline.changed(scratch.root, "--since", on_hom).reasons) == [PAYMENT]
    assert list(pipeline.changed(scratch.root, "--since", scratch.first).reasons) == [
        BANNER,
        PAYMENT,
    ]


def test_since_a_branch_counts_what_was_done_here_and_not_what_was_done_there(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.git.run("checkout", "--quiet", "-b", "feature")
    scratch.write("lambdas/neoapp_payment/main.py", "from mew.core import main\nX = 1\n")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "hom")
    scratch.write("lambdas/neoapp_banner/core/paths.py", "Y = 1\n")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "feature")
    assert list(pipeline.changed(scratch.root, "--since", "hom").reasons) == [PAYMENT]


def test_after_the_first_commit_and_on_a_branchs_first_push_every_lambda_is_new(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    reason = ("new", "", "nothing was there before")
    everything = {BANNER: [reason], PAYMENT: [reason]}
    assert pipeline.changed(scratch.root).reasons == everything
    assert pipeline.changed(scratch.root, "--since", "0" * 40).reasons == everything


def test_uncommitted_changes_count_only_when_asked_for(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("README.md", "Changed\n")
    scratch.commit()
    scratch.write("libs/mew/arbok/postgres.py", "import six\nimport mew.unused\n")
    scratch.write("lambdas/neoapp_payment/core/__init__.py", "")
    status = scratch.git.run("status", "--porcelain")
    assert pipeline.changed(scratch.root).reasons == {}
    assert list(pipeline.changed(scratch.root, "--uncommitted").reasons) == [BANNER]
    assert scratch.git.run("status", "--porcelain") == status


def test_a_tree_that_pants_does_not_understand_is_an_error_with_its_words(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("lambdas/neoapp_banner/BUILD", "lambda_function(memory=1)\n")
    scratch.commit()
    answer = pipeline.changed(scratch.root)
    assert answer.code == 1
    assert "give 128 to 10240 MB" in answer.errors


def test_where_the_tree_before_was_broken_every_lambda_counts_that_may_be_affected(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("lambdas/neoapp_banner/BUILD", "lambda_function(memory=1)\n")
    scratch.commit()
    scratch.write("lambdas/neoapp_banner/BUILD", "lambda_function()\n")
    scratch.commit()
    (reason,) = pipeline.changed(scratch.root).reasons[BANNER]
    assert reason[:2] == ("build", "lambdas/neoapp_banner/BUILD")
    assert list(pipeline.changed(scratch.root).reasons) == [BANNER]


def test_the_summary_of_a_job_gets_a_table(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.write("lambdas/neoapp_banner/core/a|b.html", "x")
    scratch.commit()
    summary = scratch.root / "dist" / "summary.md"
    summary.parent.mkdir(exist_ok=True)
    summary.write_text("Before\n")
    pipeline.run(scratch.root, "changed", "--summary", str(summary))
    text = summary.read_text()
    assert text.startswith("Before\n### Changed lambdas\n\n| lambda | why |\n| --- | --- |\n")
    assert "a&#124;b.html" in text
    summary.unlink()


def test_a_setting_that_builds_read_affects_all_and_one_of_a_linter_none(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace("pants.toml", "timeout_default = 300", "timeout_default = 301")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {}
    scratch.replace("pants.toml", 'init_files = "always"', 'init_files = "content_only"')
    scratch.commit()
    reasons = pipeline.changed(scratch.root).reasons
    expected = ("setting", "pants.toml", "[python-infer].init_files")
    assert expected in reasons[BANNER]
    assert expected in reasons[PAYMENT]


def test_what_makes_zips_affects_all_and_its_tests_none(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.write("pants-plugins/lambda_zip/layout_test.py", "# Changed\n")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {}
    path = "pants-plugins/lambda_zip/steps/archive.py"
    scratch.write(path, (scratch.root / path).read_text() + "# Changed\n")
    scratch.commit()
    reason = ("packager", path, "makes every zip")
    assert pipeline.changed(scratch.root).reasons == {BANNER: [reason], PAYMENT: [reason]}
