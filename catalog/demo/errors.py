"""What can be wrong with a demo vocabulary.

DemoError
└── VocabularyBroken
"""


class DemoError(Exception):
    """The demo shop cannot be made."""


class VocabularyBroken(DemoError):
    """A vocabulary names something that does not exist."""

    def __init__(self, *, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what
