"""Every combination of answers that the template supports."""

from dataclasses import dataclass
from itertools import product

DATABASES = ("none", "postgres", "mongo", "odbc")
SERVICES = ("none", "pagarme")
# HTTP, jobs; a lambda that does neither is refused.
WAYS_IN = ((True, False), (False, True), (True, True))


@dataclass(frozen=True)
class Answers:
    """What somebody answers to the template's questions."""

    project: str = "acme"
    functionality: str = "hello_world"
    description: str = "Greets people by name"
    http: bool = True
    jobs: bool = False
    database: str = "none"
    service: str = "none"

    @property
    def name(self) -> str:
        """The lambda's."""
        return f"{self.project}_{self.functionality}"


def _named(http: bool, jobs: bool, database: str, service: str) -> Answers:
    ways = "both" if http and jobs else "http" if http else "jobs"
    return Answers(
        functionality=f"{ways}_{database}_{service}",
        http=http,
        jobs=jobs,
        database=database,
        service=service,
    )


ALL = tuple(
    _named(http, jobs, database, service)
    for (http, jobs), database, service in product(WAYS_IN, DATABASES, SERVICES)
)

# The formatter breaks lines by their length, and names stand in lines: the shortest and the longest.
EXTREMES = tuple(
    Answers(project, functionality, description, True, True, database, service)
    for database in DATABASES[1:]
    for project, functionality, description, service in (
        (database[0], "b", "G", "x"),
        (f"l{database[0]}", "ong_" * 15 + "e", "Greets. " * 14 + "Goodbye!", "s" * 24),
    )
)
