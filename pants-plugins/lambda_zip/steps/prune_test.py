import pytest

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.prune import check_services, excluded, pruned


@pytest.mark.parametrize(
    "file",
    [
        "pkg/__init__.py",
        "pkg/data/schema.json",
        "pkg/_speedups.cpython-313-x86_64-linux-gnu.so",
        "pkg.libs/libpq.so.5",
        "six.py",
        "jinja2/tests.py",
        "pkg/LICENSE",
        "pkg-1.0.dist-info/METADATA",
        "pkg-1.0.dist-info/entry_points.txt",
        "pkg-1.0.dist-info/licenses/LICENSE",
        "botocore/cacert.pem",
        "botocore/docs/docstring.py",
        "botocore/data/endpoints.json.gz",
        "botocore/data/partitions.json.gz",
        "botocore/data/_retry.json.gz",
        "botocore/data/sdk-default-configuration.json.gz",
        "botocore/data/sesv2/2019-09-27/service-2.json.gz",
        "boto3/data/dynamodb/2012-08-10/resources-1.json",
        "pkg/only_compiled.pyc",
    ],
)
def test_what_a_lambda_may_read_is_kept(file: str) -> None:
    assert pruned([file], {"sesv2", "dynamodb"}) == [file]


@pytest.mark.parametrize(
    "file",
    [
        "bin/fastapi",
        "include/greenlet/greenlet.h",
        "share/man/man1/pkg.1",
        ".lock",
        "pkg-nspkg.pth",
        "pkg/__pycache__/a.cpython-39.pyc",
        "pkg/tests/test_a.py",
        "pkg/sub/test/data.json",
        "pkg/.agents/skills/pkg/SKILL.md",
        "pkg/__init__.pyi",
        "pkg/py.typed",
        "pkg/_speedups.c",
        "pkg/api.h",
        "pkg-1.0.dist-info/RECORD",
        "pkg-1.0.dist-info/INSTALLER",
        "pkg-1.0.dist-info/direct_url.json",
        "pkg-1.0.dist-info/uv_cache.json",
        "pkg-1.0.dist-info/sboms/pkg.cdx.json",
        "botocore/data/s3/2006-03-01/service-2.json.gz",
        "botocore/data/sesv2/2019-09-27/examples-1.json.gz",
        "boto3/data/s3/2006-03-01/resources-1.json",
        "boto3/examples/s3.rst",
    ],
)
def test_what_a_lambda_never_reads_is_left_out(file: str) -> None:
    assert pruned([file], {"sesv2"}) == []


def test_a_shipped_compiled_file_beside_its_source_is_left_out() -> None:
    assert pruned(["pkg/a.py", "pkg/a.pyc"], ()) == ["pkg/a.py"]


BOTOCORE = ["botocore/data/endpoints.json", "botocore/data/sesv2/2019/service-2.json.gz"]


def test_an_unknown_aws_service_is_refused_with_a_near_name() -> None:
    with pytest.raises(BuildError, match=r"`aws_services` names 'sesv3'.*'sesv2'"):
        check_services(BOTOCORE, ["sesv3"])


def test_an_aws_service_of_a_lambda_without_botocore_is_refused() -> None:
    with pytest.raises(BuildError, match="does not import botocore"):
        check_services(["six.py"], ["sesv2"])


def test_a_known_aws_service_passes() -> None:
    check_services(BOTOCORE, ["sesv2"])


def test_excluded_files_go() -> None:
    files = ["alembic/templates/async/env.py", "alembic/__init__.py"]

    assert excluded(files, ["alembic/templates/**"]) == ["alembic/__init__.py"]


def test_an_exclusion_that_matches_nothing_is_refused() -> None:
    with pytest.raises(BuildError, match=r"`exclude_files` has 'nope/\*\*'"):
        excluded(["six.py"], ["nope/**"])
