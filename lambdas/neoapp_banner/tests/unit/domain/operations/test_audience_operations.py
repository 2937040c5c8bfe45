"""Who sees a banner."""

import pytest

from .....domain.models.audience_models import Audience, Platform, State, Viewer
from .....domain.operations.audience_operations import is_for

ANA = Viewer(platform=Platform.IOS, state=State.SP, segments=frozenset({"new", "students"}))
NOBODY = Viewer()


@pytest.mark.parametrize(
    ("audience", "ana", "nobody"),
    [
        (Audience(), True, True),
        (Audience(platforms=(Platform.IOS, Platform.WEB)), True, False),
        (Audience(platforms=(Platform.WEB,)), False, False),
        (Audience(states=(State.RJ, State.SP)), True, False),
        (Audience(states=(State.RJ,)), False, False),
        (Audience(segments=("vip", "new")), True, False),
        (Audience(segments=("vip",)), False, False),
        (Audience(excluded_segments=("vip",)), True, True),
        (Audience(excluded_segments=("students",)), False, True),
        (Audience(segments=("new",), excluded_segments=("students",)), False, False),
        (Audience(platforms=(Platform.IOS,), states=(State.RJ,)), False, False),
    ],
)
def test_every_rule_must_let_the_viewer_in(audience: Audience, ana: bool, nobody: bool) -> None:
    assert (is_for(audience, ANA), is_for(audience, NOBODY)) == (ana, nobody)
