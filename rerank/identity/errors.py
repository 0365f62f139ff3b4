"""Why it cannot be said or changed who is one person.

PeopleError
├── Nobody      no shopper, device or customer of this name is linked with anything
└── NotLinked   the two are not taken for one person
"""


class PeopleError(Exception):
    """The root of this folder's errors."""


class Nobody(PeopleError):
    def __init__(self, *, name: str) -> None:
        super().__init__(f"No shopper, device or customer {name} is linked with anything.")
        self.name = name


class NotLinked(PeopleError):
    def __init__(self, *, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} are not taken for one person.")
        self.one = one
        self.other = other
