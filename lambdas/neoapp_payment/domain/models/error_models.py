"""Everything that can go wrong here in the words of the domain.

GreetingError
├── UnknownGreeting  no greeting has this id
├── Refused          it can never be delivered
└── TryLater         something that we need is down or busy
"""


class GreetingError(Exception):
    """Root of the tree."""


class UnknownGreeting(GreetingError):
    """No greeting has this id."""


class Refused(GreetingError):
    """It can never be delivered."""


class TryLater(GreetingError):
    """Something that we need cannot be had now."""
