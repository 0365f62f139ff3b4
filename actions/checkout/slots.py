"""The slots of the checkout form, and how they follow from what is chosen."""

from collections.abc import Mapping
from typing import Any

from shop.checkout.draft import Checkout
from shop.checkout.window import Fulfilment

HOW = "checkout_how"
ADDRESS = "checkout_address"
STORE = "checkout_store"
WINDOW = "checkout_window"
CONTACT = "checkout_contact"
CONFIRMATION = "checkout_confirmation"
CODE = "checkout_code"
ALL = (HOW, ADDRESS, STORE, WINDOW, CONTACT, CONFIRMATION, CODE)

GIVEN = "given"
NOT_NEEDED = "none"


def slots_of(draft: Checkout) -> Mapping[str, Any]:
    """What is personal is only marked as given; a confirmation is of one moment, and never follows from the rest."""
    delivery = draft.how is Fulfilment.DELIVERY
    has_address = draft.address is not None and draft.address.is_complete
    window = draft.window.id if draft.window else None
    return {
        HOW: str(draft.how) if draft.how else None,
        ADDRESS: (GIVEN if has_address else None) if delivery else NOT_NEEDED,
        STORE: NOT_NEEDED if delivery else (draft.store.id if draft.store else None),
        WINDOW: window if draft.offers_windows else NOT_NEEDED,
        CONTACT: GIVEN if draft.contact else None,
        CONFIRMATION: None,
        CODE: NOT_NEEDED,
    }
