"""How somebody wants to pay: with a method the platform keeps, or by a link. Numbers are never read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shop.checkout.hearing.digits import with_digits
from shop.checkout.payment import LINK

NAMES_A_WAY = re.compile(
    r"\b(cards?|visa|master ?card|amex|american express|discover|debit|credit|pay ?pal"
    r"|apple pay|google pay|cash|cheque|link|pay (?:later|online)|gift card)\b"
)
BY_LINK = re.compile(r"\b(?:link|pay (?:later|online))\b")
OTHER = re.compile(r"\b(?:other|another|different|second)\b")
NOT_OURS = re.compile(r"\b(?:pay ?pal|apple pay|google pay|cash|cheque|gift card|crypto|bitcoin)\b")
WORD = re.compile(r"[a-z]+|\d{4}")
GENERIC = frozenset({"ending", "in", "card", "credit", "debit", "with", "the", "my", "on", "of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWish:
    """`id` is that of a stored method, or LINK; empty for what there is not."""

    id: str


def payment_said(said: str, stored: Mapping[str, str], *, current: str) -> PaymentWish | None:
    """`stored` are the labels by id, such as "Visa ending in 4242"; None if nothing is said of paying."""
    words = said.lower()
    if not NAMES_A_WAY.search(words):
        return None
    if (named := _named(with_digits(words), stored)) is not None:
        return PaymentWish(id=named)
    if OTHER.search(words):
        return PaymentWish(id=next((id_ for id_ in stored if id_ != current), ""))
    if BY_LINK.search(words):
        return PaymentWish(id=LINK)
    if NOT_OURS.search(words) or not stored:
        return PaymentWish(id="")
    return PaymentWish(id=current if current in stored else next(iter(stored)))


def _named(words: str, stored: Mapping[str, str]) -> str | None:
    """By a word of its label that no other has: the brand, or the last four digits."""
    heard = set(WORD.findall(words))
    labels = {id_: set(WORD.findall(label.lower())) - GENERIC for id_, label in stored.items()}
    found = [
        id_
        for id_, own in labels.items()
        if heard & (own - set().union(*(other for key, other in labels.items() if key != id_)))
    ]
    return found[0] if len(found) == 1 else None
