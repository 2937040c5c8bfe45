"""`pipeline changed` in a repository with real Pants."""

from __future__ import annotations

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


def test_after_the_first_commit_and_on_a_branchs_first_push_every_lambda_is_new(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    reason = ("new", "", "nothing was there before")
    everything = {BANNER: [reason], PAYMENT: [reason]}
    assert pipeline.changed(scratch.root).reasons == everything
    assert pipeline.changed(scratch.root, "--since", "0" * 40).reasons == everything


def test_a_merge_brings_in_what_its_branch_changed(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.git.run("checkout", "--quiet", "-b", "feature")
    scratch.append("lambdas/neoapp_payment/main.py")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "hom")
    scratch.append("lambdas/neoapp_banner/core/paths.py")
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
    scratch.append("lambdas/neoapp_payment/main.py")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "hom")
    scratch.append("lambdas/neoapp_banner/core/paths.py")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", "feature")
    assert list(pipeline.changed(scratch.root, "--since", "hom").reasons) == [PAYMENT]


def test_uncommitted_changes_count_only_when_asked_for(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.append("README.md")
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


def test_where_nothing_can_be_asked_about_the_tree_before_every_lambda_counts_that_may_be_affected(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    # From before there was a ./pants.
    (scratch.root / "pants").unlink()
    scratch.write("lambdas/neoapp_banner/BUILD", "# Another\n")
    scratch.commit()
    scratch.git.run("checkout", "--quiet", scratch.first, "--", ".")
    scratch.commit()
    detail = "Pants can't tell what it was part of before"
    assert pipeline.changed(scratch.root).reasons == {
        BANNER: [("build", "lambdas/neoapp_banner/BUILD", detail)]
    }


def test_what_pipeline_toml_says_of_functions_affects_those_of_which_it_says_something_else(
    pipeline: Pipeline, scratch: Scratch
) -> None:
    scratch.replace("pipeline.toml", "memory = 256", "memory = 512\nlayers = ['arn:1']")
    scratch.append("pipeline.toml", "[lambda.neoapp_payment.environment]\nLEVEL = 'DEBUG'\n")
    scratch.append("pipeline.toml", "[aws]\nattempts = 3\n")
    scratch.commit()
    detail = "memory 256 -> 512, layers [] -> [arn:1], environment LEVEL"
    assert pipeline.changed(scratch.root).reasons == {
        PAYMENT: [("setting", "pipeline.toml", detail)]
    }

    scratch.append("pipeline.toml", "[function.tags]\nteam = 'a'\n")
    scratch.commit()
    reason = ("setting", "pipeline.toml", "tags team")
    assert pipeline.changed(scratch.root).reasons == {BANNER: [reason], PAYMENT: [reason]}

    scratch.write("pipeline.toml", "[function\n")
    scratch.commit()
    reason = ("setting", "pipeline.toml", "it can't be told what it said or says")
    assert pipeline.changed(scratch.root).reasons == {BANNER: [reason], PAYMENT: [reason]}


def test_a_pin_of_another_platform_affects_none(pipeline: Pipeline, scratch: Scratch) -> None:
    scratch.append(LOCK, "pywin32==312 ; sys_platform == 'win32' \\\n    # via pydantic\n")
    scratch.commit()
    assert pipeline.changed(scratch.root).reasons == {}
