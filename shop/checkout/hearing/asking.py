"""What of their order somebody asks about before they confirm it."""

import re
from enum import Enum, auto


class Aspect(Enum):
    TIME = auto()
    PLACE = auto()
    SHIPPING = auto()
    TAX = auto()
    TOTAL = auto()
    PAYMENT = auto()
    CONTACT = auto()
    SELLER = auto()
    PROMOTION = auto()
    GOODS = auto()


_ASKS = r"^\W*(?:(?:and|but|so|ok|okay|wait|sorry|yes|no|oh|hm+|um+|uh)\W+)*"
_QUESTION = (
    r"(?:what|what'?s|whats|how|when|when'?s|why|who|who'?s|which|where|where'?s|does|do|is|are|am|will"
    r"|can you (?:tell|say)|tell me|remind me)\b"
)
ASKS = re.compile(_ASKS + _QUESTION)
_GETS = r"(?:it|this|that|they|order|deliver\w*|come|arrive|pick|get|again|window|slot|time)"
SHIPPING = (
    r"\b(?:shipping|delivery|postage) (?:fee|cost|charge|price)s?\b|\bis (?:shipping|delivery) free\b"
    r"|\b(?:much|cost)\b.*\b(?:shipping|deliver\w*)\b|\bpay\w* (?:for )?(?:the )?(?:shipping|delivery)\b"
    r"|\b(?:cheaper|less)\b.*\b(?:pick\w*|collect\w*|deliver\w*|ship\w*)\b"
)
TIME = (
    rf"\b(?:when|what (?:time|day|date)|which (?:time|day|slot|window))\b.*\b{_GETS}\b|^\W*when\W*$"
    r"|\bhow (?:soon|long|fast)\b.*\b(?:come|arrive|take|deliver\w*|get here|be here)\b"
)
# Of a store, not of an order.
OPENING = re.compile(r"\b(?:open|opens|opening|close|closes|closing|hours)\b")
PAYMENT = (
    r"\bwhat\b.*\bpay(?:ing)? with\b|\bhow (?:do|will|can|am|would) (?:i|we)(?: \w+)? pay"
    r"|\b(?:which|what) card\b|\bhow.*\bpaid\b"
    r"|\bdo (?:i|we) (?:have|need|got) to pay\b|\bpay (?:now|first|up ?front)\b"
)
PROMOTION = r"\b(?:promo(?:tion)?s?|coupons?|vouchers?|discounts?|gift)(?: codes?| cards?)?\b"
PATTERNS = (
    (Aspect.SHIPPING, SHIPPING),
    (Aspect.GOODS, r"\bwhat(?:'?s| is| was) in (?:it|that|there|(?:the|my|this|that) order)\b"),
    (Aspect.TAX, r"\btax(?:es)?\b"),
    (Aspect.TIME, TIME),
    (Aspect.PLACE, r"\b(?:where|(?:which|what) (?:address|store)|what'?s the address)\b"),
    (Aspect.PAYMENT, PAYMENT),
    (Aspect.CONTACT, r"\b(?:which|what|where).*\b(?:e-?mail|receipt)\b"),
    (Aspect.SELLER, r"\bwho (?:sells|is sell\w*|am i buy\w*|'?s sell\w*)\b|\bwhich (?:shop|seller)\b"),
    (Aspect.TOTAL, r"\b(?:total|how much|the price|sum|altogether|in all)\b|\bwhat does .* (?:cost|come to)\b"),
)


def aspect_asked(said: str) -> Aspect | None:
    words = said.lower().replace("\u2019", "'")
    if re.search(PROMOTION, words):
        return Aspect.PROMOTION
    if not ASKS.match(words) or OPENING.search(words):
        return None
    return next((aspect for aspect, pattern in PATTERNS if re.search(pattern, words)), None)
