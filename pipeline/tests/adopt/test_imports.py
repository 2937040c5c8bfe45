from __future__ import annotations

import ast
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adopt.imports import rewritten
from pipeline.adopt.own_modules import OwnModules
from pipeline.adopt.rewriting import rewrite_files

_FILES = {
    PurePosixPath(old): PurePosixPath(new)
    for old, new in {
        "src/main.py": "main.py",
        "src/config.py": "config.py",
        "src/types.py": "types.py",
        "src/core/__init__.py": "core/__init__.py",
        "src/core/services/mail.py": "core/services/mail_service.py",
        "src/core/utils/helpers.py": "core/utils/helpers.py",
        "src/domain/models/user_models.py": "domain/models/user_models.py",
        "tests/fakes.py": "tests/fakes.py",
        "tests/unit/test_mail.py": "tests/unit/test_mail.py",
    }.items()
}
_OWN = OwnModules("acme_mail", _FILES)


def _in(file: str, source: str) -> str:
    old = PurePosixPath(file)
    return rewritten(source.encode(), _OWN, old, _FILES[old]).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from src.config import A", "from ...config import A"),
        ("from config import A as a, B", "from ...config import A as a, B"),
        ("from src import config", "from ... import config"),
        ("import config", "from ... import config"),
        ("import core\nf(core)", "from ... import core\nf(core)"),
        ("import src.config as c", "from ... import config as c"),
        ("import config as config", "from ... import config"),
        ("from core.utils import helpers", "from ..utils import helpers"),
        ("from core.utils.helpers import *", "from ..utils.helpers import *"),
        ("from . import mail", "from . import mail_service as mail"),
        ("from .mail import send", "from .mail_service import send"),
        ("from core.services import mail as m", "from . import mail_service as m"),
        ("from src.core.mew.config import get", "from mew.config import get"),
        ("from core.mew import config, jobs", "from mew import config, jobs"),
        ("from ..mew.arbok.postgres import connect", "from mew.arbok.postgres import connect"),
        ("from ..mew import core", "from mew import core"),
        ("from core import mew", "import mew"),
        ("from core import mew as m", "import mew as m"),
        ("import core.mew.config as c", "from mew import config as c"),
        ("import core.mew.config; core.mew.config.a()", "import mew.config; mew.config.a()"),
        ("from ekans.api import x", "from ekans.api import x"),
        ("from core.ekans.api import x", "from ekans.api import x"),
        ("from core import mew, utils", "import mew\nfrom .. import utils"),
        ("if x: from core import mew, utils", "if x: import mew; from .. import utils"),
        ("import os, config, sys as s", "import os\nfrom ... import config\nimport sys as s"),
        (
            "import core.utils.helpers; core.utils.helpers.f()",
            "from ..utils import helpers; helpers.f()",
        ),
        (
            "import src.config\nsrc.config.A + src.config.B",
            "from ... import config\nconfig.A + config.B",
        ),
        (
            "import core.utils.helpers\nhelpers = 1\ncore.utils.helpers.f(helpers)",
            "from ..utils import helpers as core_utils_helpers\nhelpers = 1\ncore_utils_helpers.f(helpers)",
        ),
        (
            "import src.config\nf'é{src.config.A!r:>{src.config.B}}'",
            "from ... import config\nf'é{config.A!r:>{config.B}}'",
        ),
        (
            "from src.config \\\n    import (A,  # why\n  B)",
            "from ...config \\\n    import (A,  # why\n  B)",
        ),
        ("def f():\n\tfrom config import A", "def f():\n\tfrom ...config import A"),
        (
            "try:\n  import config\nexcept ImportError: import src.config as config",
            "try:\n  from ... import config\nexcept ImportError: from ... import config",
        ),
        (
            "import core.mew.config, config # both",
            "import mew.config\nfrom ... import config # both",
        ),
    ],
)
def test_an_import_is_written_for_the_lambda(before: str, after: str) -> None:
    assert _in("src/core/services/mail.py", before) == after


@pytest.mark.parametrize(
    "source",
    [
        "import os, json.decoder",
        "import mail",
        "from requests import get",
        "import types",
        "text = 'from core.mew import config; import config'",
        "# import config",
        "from __future__ import annotations",
        "import src",
        "import core.utils.helpers\nf(core)",
        "import core.utils.helpers\ncore = 1",
        "import core.utils.helpers\ndef f(core): return core.utils.helpers",
        "from .... import outside",
        "import configuration",
        "from .nothing import x",
    ],
)
def test_what_is_not_its_own_or_cannot_be_told_stays(source: str) -> None:
    assert _in("src/core/services/mail.py", source) == source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from fakes import Fake", "from ..fakes import Fake"),
        ("from tests.fakes import Fake", "from ..fakes import Fake"),
        ("from ..fakes import Fake", "from ..fakes import Fake"),
        ("from src.core.services import mail", "from ...core.services import mail_service as mail"),
        ("from ...src.config import A", "from ...config import A"),
        ("import fakes", "from .. import fakes"),
    ],
)
def test_tests_that_stood_beside_src_find_what_they_test(before: str, after: str) -> None:
    assert _in("tests/unit/test_mail.py", before) == after


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "first"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("latin-1", "# coding: latin-1"),
        ("cp1252", "# coding: cp1252"),
    ],
)
def test_line_ends_and_encodings_stay(end: str, encoding: str, first: str) -> None:
    lines = [
        first,
        "import os, config  # é",
        "x = 'ção'; import core.utils.helpers",
        "y = 'é', core.utils.helpers.z",
        "",
    ]
    content = end.join(lines).encode(encoding)
    old = PurePosixPath("src/main.py")

    result = rewritten(content, _OWN, old, _FILES[old])

    assert result.decode(encoding) == end.join(
        [
            first,
            f"import os{end}from . import config  # é",
            "x = 'ção'; from .core.utils import helpers",
            "y = 'é', helpers.z",
            "",
        ]
    )


@pytest.mark.parametrize("content", [b"x = '\xe3'", b"print 'two'", b"\0", b"# coding: nonsense\n"])
def test_what_does_not_parse_stays_as_it_is(content: bytes, tmp_path: Path) -> None:
    old = PurePosixPath("src/config.py")
    (tmp_path / "config.py").write_bytes(content)

    assert rewrite_files(tmp_path, {old: PurePosixPath("config.py")}, _OWN) == []
    assert (tmp_path / "config.py").read_bytes() == content


_MODULES = ("config", "core.utils.helpers", "core.services.mail", "domain.models.user_models")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(_MODULES),
            st.sampled_from(
                [
                    "import {0}",
                    "import src.{0}",
                    "import {0} as a",
                    "from {0} import x",
                    "from src.{0} import x as y",
                ]
            ),
            st.sampled_from(["", "def f():\n    ", "if True: ", "x = 1; "]),
        ),
        max_size=6,
    )
)
def test_whatever_is_rewritten_parses_and_is_not_rewritten_again(
    written: list[tuple[str, str, str]],
) -> None:
    source = "\n".join(before + form.format(module) for module, form, before in written)

    once = _in("src/main.py", source)

    assert all(
        node.level or node.module is None
        for node in ast.walk(ast.parse(once))
        if isinstance(node, ast.ImportFrom)
    )
    own = OwnModules("acme_mail", {PurePosixPath("src", new): new for new in _FILES.values()})
    place = PurePosixPath("main.py")
    assert rewritten(once.encode(), own, "src" / place, place).decode() == once


def test_names_of_the_standard_library_are_left_to_a_person() -> None:
    assert "types" in sys.stdlib_module_names
    assert (
        _in("src/main.py", "from src.types import A\nimport types")
        == "from .types import A\nimport types"
    )
