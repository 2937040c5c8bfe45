"""The function at hom, with both stages set up."""

from collections.abc import Callable
from typing import Any

import pytest

from ..aws_server import AwsServer
from .api import Api


@pytest.fixture
def api(aws: AwsServer, sdk: Callable[[str], Any]) -> Api:
    return Api(aws, sdk)
