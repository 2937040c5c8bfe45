"""`/health/ready`: each dependency asked, none waited for without end."""

import logging
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from ekans.api import create_api
from mew.core import current_invocation, invocation


@dataclass
class Health:
    """What a database of mew answers."""

    ok: bool
    error: str | None = None


def ask(checks: dict[str, Any], stage: str = "hom", seconds: float = 30) -> Any:
    app = create_api("notes", ready=checks)
    with TestClient(app) as http, invocation(stage, seconds=seconds, version="7"):
        return http.get("/health/ready")


def test_it_is_ready_when_every_dependency_answers() -> None:
    answer = ask({"database": lambda: Health(ok=True), "queue": lambda: None})
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "stage": "hom",
        "version": "7",
        "checks": {"database": "ok", "queue": "ok"},
    }


def test_a_dependency_that_fails_is_named_and_why_is_in_the_log_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> None:
        raise OSError("password=hunter2 at db.internal")

    with caplog.at_level(logging.ERROR):
        answer = ask({"database": broken, "cache": lambda: Health(False, "Timeout"), "queue": int})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["checks"] == {"database": "failed", "cache": "failed", "queue": "ok"}
    assert "hunter2" not in answer.text
    assert "internal" not in answer.text.replace("internal-error", "")
    assert "the dependency database does not answer" in caplog.text
    assert "the dependency cache is not well: Timeout" in caplog.text


def test_a_dependency_that_hangs_is_left_behind_and_not_asked_again_meanwhile() -> None:
    over, asked = threading.Event(), []

    def hanging() -> None:
        asked.append(1)
        over.wait(30)

    app = create_api("notes", ready={"database": hanging, "queue": lambda: None})
    with TestClient(app) as http:
        for _ in range(3):
            # A second is left for it: the margin is half of one.
            with invocation("hom", seconds=0.6):
                answer = http.get("/health/ready")
            assert answer.status_code == 503
            assert answer.json()["checks"] == {"database": "timeout", "queue": "ok"}
        assert asked == [1]
        over.set()


def test_it_is_asked_for_the_running_stage() -> None:
    stages: list[str] = []
    app = create_api("notes", ready={"db": lambda: stages.append(current_invocation().stage.value)})
    with TestClient(app) as http:
        for stage in ("hom", "prod"):
            with invocation(stage):
                assert http.get("/health/ready").json()["stage"] == stage
    assert stages == ["hom", "prod"]


def test_without_dependencies_there_is_no_such_path() -> None:
    with TestClient(create_api("notes")) as http:
        assert http.get("/health/ready").status_code == 404
        assert "/health/ready" not in http.get("/openapi.json").json()["paths"]


def test_an_invocation_without_time_asks_and_does_not_wait() -> None:
    over = threading.Event()
    answer = ask({"database": lambda: over.wait(30)}, seconds=0)
    over.set()
    assert answer.json()["checks"] == {"database": "timeout"}
