from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.local.cloud import LocalCloud
from pipeline.local.page.view import CloudView
from pipeline.local.up.recorder import Recorder
from pipeline.local.up.view import View
from pipeline.tests.local.page.contract import CODE, NAME, CloudViewContract


class TestView(CloudViewContract):
    """The cloud that `up` runs is seen as any view of a cloud."""

    @pytest.fixture
    def artifact(self, tmp_path: Path) -> Path:
        path = tmp_path / f"{NAME}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("lambda_function.py", CODE)
        manifest = {"handler": "lambda_function.handler", "timeout": 30}
        path.with_suffix(".json").write_text(json.dumps(manifest))
        return path

    @pytest.fixture
    def recorder(self) -> Recorder:
        return Recorder()

    @pytest.fixture
    def cloud(self, artifact: Path, recorder: Recorder) -> Iterator[LocalCloud]:
        with LocalCloud(recorder) as cloud:
            cloud.deploy(NAME, artifact)
            yield cloud

    @pytest.fixture
    def view(self, cloud: LocalCloud, recorder: Recorder) -> CloudView:
        return View(cloud, recorder, ("hom", "prod"), {}, {})

    @pytest.fixture
    def send_mail(self, cloud: LocalCloud) -> Callable[[str], None]:
        ses = cloud.aws.client("sesv2")
        ses.create_email_identity(EmailIdentity="a@example.com")

        def send(subject: str) -> None:
            raw = f"From: a@example.com\nTo: b@example.com\nSubject: {subject}\n\ntext\n"
            ses.send_email(
                FromEmailAddress="a@example.com",
                Content={"Raw": {"Data": raw.encode()}},
                Destination={"ToAddresses": ["b@example.com"]},
            )

        return send
