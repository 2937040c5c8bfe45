"""The rules of a greeting."""

import pytest

from .....domain.models.greeting_models import Language, Person
from .....domain.operations.greeting_operations import greeting_text, salutation


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (0, "Boa noite"),
        (4, "Boa noite"),
        (5, "Bom dia"),
        (11, "Bom dia"),
        (12, "Boa tarde"),
        (17, "Boa tarde"),
        (18, "Boa noite"),
        (23, "Boa noite"),
    ],
)
def test_the_salutation_follows_the_hour(hour: int, expected: str) -> None:
    assert salutation(Language.PORTUGUESE, hour) == expected


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_salutation_for_every_hour(language: Language) -> None:
    assert all(salutation(language, hour) for hour in range(24))


def test_a_greeting_names_the_person_and_is_signed() -> None:
    person = Person(name="Ana", language=Language.ENGLISH)
    assert greeting_text(person, 9, "The team") == "Good morning, Ana! The team"
