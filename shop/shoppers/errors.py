"""Why somebody cannot be signed in.

IdentityError
├── CustomerUnknown   the shop knows no such customer, and too little was told to make one
└── EmailTaken        another customer has this e-mail address
"""

from shop.errors import ShopError


class IdentityError(ShopError):
    """The root of this folder's errors."""


class CustomerUnknown(IdentityError):
    def __init__(self, *, customer_id: str) -> None:
        super().__init__("no such customer")
        self.customer_id = customer_id


class EmailTaken(IdentityError):
    def __init__(self, *, customer_id: str) -> None:
        super().__init__("the e-mail address belongs to another customer")
        self.customer_id = customer_id
