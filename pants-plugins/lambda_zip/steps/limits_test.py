import pytest

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.limits import MAX_UNZIPPED, MAX_ZIPPED, check_size

MB = 1024 * 1024


def test_the_limits_are_lambdas() -> None:
    assert (MAX_ZIPPED, MAX_UNZIPPED) == (50 * MB, 250 * MB)


def test_an_artifact_at_the_limits_passes() -> None:
    check_size(50 * MB, {"a": 200 * MB, "b": 50 * MB})


def test_a_zip_that_is_too_big_is_refused_with_what_takes_the_room() -> None:
    sizes = {"numpy/core.so": 60 * MB, "numpy/a.pyc": 10 * MB, "six.pyc": 1}

    with pytest.raises(BuildError, match=r"51\.0 MB zipped.*50\.0 MB.*numpy \(70\.0 MB\), six"):
        check_size(51 * MB, sizes)


def test_files_that_are_too_big_are_refused() -> None:
    with pytest.raises(BuildError, match=r"260\.0 MB unzipped; Lambda allows 250\.0 MB"):
        check_size(1, {"a": 260 * MB})
