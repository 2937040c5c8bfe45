"""Everything that can go wrong here in the words of the domain.

GreetingError
├── UnknownGreeting  no greeting has this id
└── TryLater         something that we need is down or busy
"""


class GreetingError(Exception):
    """Root of the tree."""


class UnknownGreeting(GreetingError):
    """No greeting has this id."""


class TryLater(GreetingError):
    """Something that we need cannot be had now."""
