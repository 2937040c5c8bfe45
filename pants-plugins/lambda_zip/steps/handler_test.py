import ast

import pytest

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.handler import check_handler


@pytest.mark.parametrize(
    "source",
    [
        "def main(event, context): ...",
        "main = lambda_main()",
        "main: Handler = lambda_main()",
        "from .endpoint.main import main",
        "from .endpoint.main import run as main",
        "if True:\n    main = 1\nelse:\n    main = 2",
        "try:\n    import main\nexcept ImportError:\n    pass",
        "class main: ...",
    ],
)
def test_every_way_to_bind_a_handler_is_seen(source: str) -> None:
    check_handler("shop_orders/main.py", ast.parse(source), "main")


@pytest.mark.parametrize(
    "source", ["", "def other(): ...", "def f():\n    main = 1", "main: Handler", "main()"]
)
def test_a_missing_handler_is_refused(source: str) -> None:
    with pytest.raises(BuildError, match=r"shop_orders/main\.py: defines no `main`.*`handler`"):
        check_handler("shop_orders/main.py", ast.parse(source), "main")


def test_a_coroutine_handler_is_refused() -> None:
    with pytest.raises(BuildError, match="coroutine"):
        check_handler("a_b/main.py", ast.parse("async def main(event, context): ..."), "main")
