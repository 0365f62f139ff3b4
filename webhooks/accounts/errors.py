"""What keeps an account from being told or lent.

AccountsError
├── KeysUnavailable   the retailer's provider did not publish its keys as it should, or cannot be reached
└── OAuthRefused      a client or a browser asked the embedded provider for something it does not give
"""


class AccountsError(Exception):
    """The root of this folder's errors."""


class KeysUnavailable(AccountsError):
    """`reason` is for the operator's log."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the provider's keys cannot be had: {reason}")
        self.reason = reason


class OAuthRefused(AccountsError):
    """`code` is a word of RFC 6749 or of one that adds to it; `hint` tells a client's developer more.

    `location` is where the browser takes the refusal to; where there is none, the customer is told.
    """

    def __init__(self, *, code: str, hint: str, location: str | None = None) -> None:
        super().__init__(f"{code}: {hint}")
        self.code = code
        self.hint = hint
        self.location = location
