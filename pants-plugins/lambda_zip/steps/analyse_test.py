from pathlib import Path

import pytest

from lambda_zip.steps.analyse import analyse
from lambda_zip.steps.errors import BuildError


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_the_declarations_of_all_files_are_put_together_and_sorted(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop_orders/main.py": "import pydantic.v1\ndef main(event, context): ...",
            "shop_orders/config.py": "from mew.config import secret\n"
            'a = secret("z", allows=("sqs:SendMessage", "s3:GetObject"))\n'
            'b = secret("a", key="k")\nc = secret("a")\n',
            "mew/jobs.py": 'from .config import client\nclient("sqs"), client("s3")\n',
            "shop_orders/jobs.py": '@jobs.job("b", sns="x")\n@jobs.job("a", s3="y")\ndef a(): ...\n',
        },
    )

    assert analyse(tmp_path, "shop_orders/main.py", "main") == {
        "optional_packages": ["pydantic.v1"],
        "aws_services": ["s3", "sqs"],
        "secrets": [
            {"name": "a", "key": None},
            {"name": "a", "key": "k"},
            {"name": "z", "key": None},
        ],
        "actions": ["s3:GetObject", "sqs:SendMessage"],
        "triggers": [
            {"source": "s3", "name": "y", "job": "a"},
            {"source": "sns", "name": "x", "job": "b"},
        ],
    }


def test_a_missing_handler_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"shop_orders/main.py": ""})

    with pytest.raises(BuildError, match="defines no `main`"):
        analyse(tmp_path, "shop_orders/main.py", "main")
