"""Tiny Lambdas, packaged: what is in the zip, what is not, and what the manifest says."""

from __future__ import annotations

import hashlib

import pytest

from lambda_zip.testing.repository import Artifact, Repository

MAIN = "def main(event, context):\n    return event\n"


@pytest.fixture(scope="module", autouse=True)
def wheels(repository: Repository) -> None:
    repository.add_wheel(
        "tinyweb",
        {
            "tinyweb/__init__.py": "import tinycore\n",
            "tinyweb/__init__.pyi": "",
            "tinyweb/py.typed": "",
            "tinyweb/page.html": "<p>",
            "tinyweb/tests/__init__.py": "",
            "tinyweb/tests/test_web.py": "",
            "tinyweb-1.0.data/scripts/tinyweb": "#!/bin/sh\n",
        },
        requires=["tinycore>=1"],
    )
    repository.add_wheel("tinycore", {"tinycore.py": "CORE = 1\n"})
    repository.add_wheel("tinydriver", {"tinydriver/__init__.py": ""})
    repository.add_wheel("types-tinyweb", {"tinyweb-stubs/__init__.pyi": ""})
    for machine in ("x86_64", "aarch64"):
        repository.add_wheel(
            "tinynative",
            {"tinynative/__init__.py": "", f"tinynative/_native.{machine}.so": machine},
            tag=f"cp313-cp313-manylinux_2_28_{machine}",
        )
    services = ("sesv2", "secretsmanager", "s3", "ec2")
    repository.add_wheel(
        "boto3",
        {"boto3/__init__.py": "import botocore\n\ndef client(name): ...\n"},
        requires=["botocore"],
    )
    repository.add_wheel(
        "botocore",
        {
            "botocore/__init__.py": "",
            "botocore/data/endpoints.json": "{}",
            **{f"botocore/data/{service}/2020/service-2.json": "{}" for service in services},
        },
    )
    repository.write("libs/mew/BUILD", "python_sources()")
    repository.write("libs/mew/__init__.py", "")
    repository.write(
        "libs/mew/config.py",
        "import boto3\n\ndef client(service): return boto3.client(service)\n"
        "def secret(name, **rest): return name\n"
        'def load(): return client("secretsmanager")\n',
    )


LAMBDA = {
    "main.py": "from mew.config import client\nfrom .core.services import mail\n\n"
    "def main(event, context):\n    return [event, mail.TEMPLATE]\n",
    "config.py": "",
    "core/__init__.py": "",
    "core/services/__init__.py": "",
    "core/services/mail.py": "from importlib.resources import files\nimport tinyweb\n"
    "from mew.config import client, secret\n"
    'SENDER = secret("shop/{stage}/ses", key="sender", allows=("ses:SendEmail",))\n'
    'def send(): client("sesv2")\n'
    'TEMPLATE = files(__package__).joinpath("mail.html").read_text()\n',
    "core/services/mail.html": "<p>",
    "core/services/unused.py": "import tinydriver\n",
    "scripts/migrate.py": "import tinydriver\n",
    "tests/unit/test_main.py": "def test(): pass\n",
    "tests/unit/event.json": "{}",
    "docs/architecture.md": "# Shop",
    ".env.example": "A=1",
}


@pytest.fixture(scope="module")
def artifact(repository: Repository) -> Artifact:
    repository.write_lambda(
        "shop_orders",
        LAMBDA,
        'memory=256, timeout=10, description="Takes orders."',
    )
    return repository.package("shop_orders")


def test_the_zip_holds_what_the_lambda_imports_and_nothing_else(artifact: Artifact) -> None:
    assert sorted(artifact.files) == [
        "__pycache__/lambda_function.cpython-313.pyc",
        "__pycache__/tinycore.cpython-313.pyc",
        "boto3-1.0.dist-info/METADATA",
        "boto3-1.0.dist-info/licenses/LICENSE",
        "boto3/__init__.py",
        "boto3/__pycache__/__init__.cpython-313.pyc",
        "botocore-1.0.dist-info/METADATA",
        "botocore-1.0.dist-info/licenses/LICENSE",
        "botocore/__init__.py",
        "botocore/__pycache__/__init__.cpython-313.pyc",
        "botocore/data/endpoints.json",
        "botocore/data/secretsmanager/2020/service-2.json",
        "botocore/data/sesv2/2020/service-2.json",
        "lambda_function.py",
        "mew/__init__.py",
        "mew/__pycache__/__init__.cpython-313.pyc",
        "mew/__pycache__/config.cpython-313.pyc",
        "mew/config.py",
        "shop_orders/__init__.py",
        "shop_orders/__pycache__/__init__.cpython-313.pyc",
        "shop_orders/__pycache__/main.cpython-313.pyc",
        "shop_orders/core/__init__.py",
        "shop_orders/core/__pycache__/__init__.cpython-313.pyc",
        "shop_orders/core/services/__init__.py",
        "shop_orders/core/services/__pycache__/__init__.cpython-313.pyc",
        "shop_orders/core/services/__pycache__/mail.cpython-313.pyc",
        "shop_orders/core/services/mail.html",
        "shop_orders/core/services/mail.py",
        "shop_orders/main.py",
        "tinycore-1.0.dist-info/METADATA",
        "tinycore-1.0.dist-info/licenses/LICENSE",
        "tinycore.py",
        "tinyweb-1.0.dist-info/METADATA",
        "tinyweb-1.0.dist-info/licenses/LICENSE",
        "tinyweb/__init__.py",
        "tinyweb/__pycache__/__init__.cpython-313.pyc",
        "tinyweb/page.html",
    ]


def test_the_entry_module_hands_out_the_handler(artifact: Artifact) -> None:
    assert artifact.files["lambda_function.py"].decode() == (
        "from shop_orders.main import main as handler\n\n__all__ = ['handler']\n"
    )


def test_the_manifest_says_what_the_target_and_the_code_say(artifact: Artifact) -> None:
    manifest = artifact.manifest

    assert manifest["name"] == "shop_orders"
    assert manifest["handler"] == "shop_orders.main.main"
    assert (manifest["runtime"], manifest["architecture"]) == ("python3.13", "x86_64")
    assert (manifest["memory"], manifest["timeout"]) == (256, 10)
    assert manifest["description"] == "Takes orders."
    assert manifest["secrets"] == [{"name": "shop/{stage}/ses", "key": "sender"}]
    assert manifest["actions"] == ["ses:SendEmail"]
    assert manifest["aws_services"] == ["secretsmanager", "sesv2"]
    assert manifest["third_party"] == {
        "boto3": "1.0",
        "botocore": "1.0",
        "tinycore": "1.0",
        "tinyweb": "1.0",
    }
    assert "shop_orders/core/services/mail.html" in manifest["first_party"]
    assert manifest["sha256"] == hashlib.sha256(artifact.zipped).hexdigest()
    assert manifest["size"] == len(artifact.zipped)


def test_wheels_are_of_the_lambdas_architecture(repository: Repository) -> None:
    main = "import tinynative\n" + MAIN
    repository.write_lambda("shop_intel", {"main.py": main})
    repository.write_lambda("shop_arm", {"main.py": main}, 'architecture="arm64"')

    assert "tinynative/_native.x86_64.so" in repository.package("shop_intel").files
    arm = repository.package("shop_arm")
    assert "tinynative/_native.aarch64.so" in arm.files
    assert arm.manifest["architecture"] == "arm64"


def test_dependencies_extra_files_services_sources_and_exclusions_are_heeded(
    repository: Repository,
) -> None:
    repository.write_lambda(
        "shop_fields",
        {"main.py": "import boto3\n" + MAIN, "seeds/rates.csv": "1,2"},
        'dependencies=["//3rdparty#tinydriver"], extra_files=["seeds/*.csv"], '
        'aws_services=["s3"], third_party_sources=False, exclude_files=["boto3-*/**"]',
    )

    files = repository.package("shop_fields").files

    assert {"tinydriver/__init__.pyc", "shop_fields/seeds/rates.csv"} <= set(files)
    assert "tinydriver/__init__.py" not in files
    assert "botocore/data/s3/2020/service-2.json" in files
    assert "botocore/data/ec2/2020/service-2.json" not in files
    assert "boto3-1.0.dist-info/METADATA" not in files


def test_a_lambda_without_third_party_code_needs_no_installation(repository: Repository) -> None:
    repository.write_lambda("shop_plain", {"main.py": MAIN})

    artifact = repository.package("shop_plain")

    assert artifact.manifest["third_party"] == {}
    assert {path.partition("/")[0] for path in artifact.files} == {
        "__pycache__",
        "lambda_function.py",
        "shop_plain",
    }


def test_a_changed_line_installs_nothing_again(repository: Repository) -> None:
    files = {"main.py": "import tinyweb\n" + MAIN}
    repository.write_lambda("shop_change", files)
    before = repository.package("shop_change")

    hidden = repository.wheels_folder.with_name("hidden")
    repository.wheels_folder.rename(hidden)
    try:
        files["main.py"] += "CHANGED = True\n"
        repository.write_lambda("shop_change", files)
        after = repository.package("shop_change")
    finally:
        hidden.rename(repository.wheels_folder)

    assert before.manifest["sha256"] != after.manifest["sha256"]
    assert before.manifest["third_party"] == after.manifest["third_party"]
