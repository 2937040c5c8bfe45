"""The calls that no module makes while it is imported, and what each would do.

docs/rules.md lists them for the reader; a test holds the page to this table.
"""

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """What a call would do at import time.

    Args:
        does: The verb of the message.
        calls: Dotted names; `package.*` is every call of that package.
        methods: Names of methods that do it whatever they are called on.
        in_tests: Whether test modules may not do it either.
    """

    does: str
    calls: frozenset[str]
    methods: frozenset[str] = frozenset()
    in_tests: bool = True


_HTTP_CALLS = frozenset(
    f"{package}.{function}"
    for package in ("httpx", "httpx2", "requests")
    for function in (
        "AsyncClient",
        "Client",
        "Session",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "request",
        "stream",
    )
)

CONNECTS = Effect(
    "opens a connection",
    frozenset(
        {
            "boto3.Session",
            "boto3.client",
            "boto3.resource",
            "boto3.session.Session",
            "botocore.session.Session",
            "botocore.session.get_session",
            "http.client.HTTPConnection",
            "http.client.HTTPSConnection",
            "mew.config.client",
            "openai.AsyncOpenAI",
            "openai.OpenAI",
            "psycopg.AsyncConnection.connect",
            "psycopg.Connection.connect",
            "psycopg.connect",
            "psycopg_pool.AsyncConnectionPool",
            "psycopg_pool.ConnectionPool",
            "pymongo.AsyncMongoClient",
            "pymongo.MongoClient",
            "pyodbc.connect",
            "smtplib.SMTP",
            "smtplib.SMTP_SSL",
            "socket.create_connection",
            "socket.create_server",
            "socket.getaddrinfo",
            "socket.gethostbyname",
            "socket.socket",
            "sqlite3.connect",
            "urllib.request.urlopen",
            "urllib.request.urlretrieve",
            *_HTTP_CALLS,
        }
    ),
    frozenset({"connect", "create_connection", "cursor", "execute"}),
)
READS_A_SECRET = Effect(
    "reads a secret",
    frozenset({"mew.config.Settings.load", "mew.config.refresh"}),
    frozenset({"get_secret_value"}),
)
STARTS = Effect(
    "starts a thread, a process or an event loop",
    frozenset(
        {
            "_thread.start_new_thread",
            "asyncio.create_task",
            "asyncio.ensure_future",
            "asyncio.new_event_loop",
            "asyncio.run",
            "concurrent.futures.ProcessPoolExecutor",
            "concurrent.futures.ThreadPoolExecutor",
            "multiprocessing.*",
            "os.fork",
            "os.popen",
            "os.posix_spawn",
            "os.system",
            "subprocess.*",
            "threading.Thread",
            "threading.Timer",
        }
    ),
    frozenset({"run_until_complete", "start", "submit"}),
)
READS_A_FILE = Effect(
    "reads or writes a file",
    frozenset({"io.open", "open", "os.listdir", "os.open", "os.scandir", "os.walk"}),
    frozenset(
        {
            "glob",
            "iterdir",
            "read_bytes",
            "read_text",
            "rglob",
            "write_bytes",
            "write_text",
        }
    ),
    # A test may read the payload beside it once for all its functions.
    in_tests=False,
)
EFFECTS = (CONNECTS, READS_A_SECRET, STARTS, READS_A_FILE)


def effect_of(name: str | None, call: ast.Call) -> Effect | None:
    """What a call would do, or None where it is harmless.

    Args:
        name: The dotted name of the function, or None where it has none (`f().g()`).
        call: The call itself.
    """
    method = call.func.attr if isinstance(call.func, ast.Attribute) else None
    for effect in EFFECTS:
        if method in effect.methods or (name is not None and _is_listed(name, effect.calls)):
            return effect
    if name is not None and name.endswith("Settings.load"):
        return READS_A_SECRET
    return None


def _is_listed(name: str, calls: frozenset[str]) -> bool:
    if name in calls:
        return True
    parts = name.split(".")
    return any(".".join((*parts[:length], "*")) in calls for length in range(1, len(parts)))
