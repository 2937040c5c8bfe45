"""The rules of a greeting."""

from ..models.greeting_models import Language, Person

MORNING = 5
"""The hour that the morning begins at."""
AFTERNOON = 12
EVENING = 18

_SALUTATIONS = {
    Language.PORTUGUESE: ("Bom dia", "Boa tarde", "Boa noite"),
    Language.ENGLISH: ("Good morning", "Good afternoon", "Good evening"),
}


def salutation(language: Language, hour: int) -> str:
    """How one greets at this hour of the day (0 to 23)."""
    morning, afternoon, evening = _SALUTATIONS[language]
    if MORNING <= hour < AFTERNOON:
        return morning
    return afternoon if AFTERNOON <= hour < EVENING else evening


def greeting_text(person: Person, hour: int, signature: str) -> str:
    """The whole greeting, in the person's language."""
    return f"{salutation(person.language, hour)}, {person.name}! {signature}"
