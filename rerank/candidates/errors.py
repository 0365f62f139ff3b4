"""What can go wrong with candidates made ready: BookUnreadable."""


class BookUnreadable(Exception):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the book of candidates cannot be read: {reason}")
        self.reason = reason
