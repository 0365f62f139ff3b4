"""What is said of an offer elsewhere: its price, who makes it, and a link that shows it."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from catalog.money import Money
from catalog.understanding.currencies import CURRENCY_OF, minor_units_in
from catalog.understanding.money import with_amounts
from catalog.understanding.numbers import with_numbers
from catalog.understanding.words import word_set, words_of

LINK = re.compile(r"\bhttps?://[^\s<>\"']+", re.IGNORECASE)
OTHER_LINK = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
LONGEST_LINK = 2000
LESS = re.compile(r"\b(less|cheaper|lower|off|below|under yours|difference|difrence)\b")
HALF = re.compile(r"\bhalf (?:the |your )?price\b")
PERCENT = re.compile(r"\b(\d{1,2}) ?(?:%|percent|per cent)")
NOBODY = re.compile(
    r"\b(?:another|other|different|some(?:where)?|any|elsewhere|online|internet|web|store|shop|site|website|place|"
    r"competitor|competition|else|market|mall|supermarket|flyer|ad|advert|catalog|neighbou?r|friend|road|street|town|"
    r"next|door|outlet|screenshot|it|that|this|them|one|same|price|less|cheaper|lower|they|we|you|your|i|my|a|an|the|"
    r"half|down|over|there|right|now|today|currently|they'?re|it'?s)s?\b"
)
UNKNOWN = re.compile(r"\b(?:don'?t|do not|not sure|no idea|forgot|can'?t|cannot|why|what|how|nothing|none)\b")
CUES = word_set("for only at is its was says say want wants costs cost charge charges pay beat match sells got price")
AT_SHOP = re.compile(
    r"(?<!price )(?<!match )\b(?:at|on|from|by|over at|in) (?:the )?(?P<name>[a-z][\w&.'-]*"
    r"(?: (?!for\b|at\b|it\b|they\b|is\b|has\b|and (?:i|it|now|they|you|can|want)\b)[a-z&][\w&.'-]*){0,3})",
    re.IGNORECASE,
)
HAS_IT = re.compile(
    r"^\W*(?P<name>[a-z][\w&.'-]*(?: [\w&.'-]+){0,2}?) (?:has|have|sells?|is selling|offers?|wants?|lists?|charges?)\b",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^\W*(?:it'?s|it is|it was|that'?s|they'?re|at|on|from|in|by|the|um+|uh+|well|so)\s+", re.IGNORECASE
)
LONGEST_NAME = 60
MOST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The price told, or how much below ours it is."""

    price: Money | None = None
    less_minor: int | None = None
    less_percent: int | None = None

    def against(self, ours: Money) -> Money | None:
        if self.price is not None:
            return self.price
        if self.less_percent is not None:
            return _less(ours, ours.amount_minor * self.less_percent // 100)
        return None if self.less_minor is None else _less(ours, self.less_minor)


def price_said(text: str, *, currency: str, asked: bool = False) -> Seen | None:
    """A bare number counts only where the price was `asked` for."""
    said = LINK.sub(" ", text).lower()
    if HALF.search(said):
        return Seen(less_percent=50)
    if (percent := PERCENT.search(said)) and LESS.search(said):
        return Seen(less_percent=int(percent[1]))
    words = with_amounts(with_numbers(words_of(said)), own=currency)
    amounts = [word for word in words if word.number and word.money]
    if not amounts:
        before = ["", *(word.norm for word in words)]
        is_free = asked or LESS.search(said) is not None
        amounts = [word for word, cue in zip(words, before, strict=False) if word.number and (is_free or cue in CUES)]
    if not amounts:
        return None
    word = amounts[-1] if len(amounts) > 1 and LESS.search(said) is None else amounts[0]
    named = CURRENCY_OF.get(word.currency, currency) if word.currency else currency
    amount_minor = int(((word.number or Decimal()) * minor_units_in(named)).to_integral_value(ROUND_HALF_UP))
    if re.search(
        rf"\b{re.escape(word.norm)}\b.{{0,20}}\b(?:less|cheaper|lower|off)\b", " ".join(w.norm for w in words)
    ):
        return Seen(less_minor=amount_minor)
    return Seen(price=Money(amount_minor=amount_minor, currency=named))


def link_said(text: str) -> str | None:
    """Only http(s), and only with a host; it is kept for people to look at, and never opened."""
    for found in LINK.finditer(text):
        link = found[0].rstrip(".,;:!?)")
        try:
            parts = urlsplit(link)
        except ValueError:  # no address at all: unbalanced brackets
            continue
        if parts.hostname and "." in parts.hostname and len(link) <= LONGEST_LINK and not parts.username:
            return link
    return None


def seller_said(text: str, *, asked: bool = False) -> str | None:
    """A shop by its name; "another store" is none. A link names the shop by its host."""
    if link := link_said(text):
        return (urlsplit(link).hostname or "").removeprefix("www.")
    said = OTHER_LINK.sub(" ", text)
    for found in (*AT_SHOP.finditer(said), *HAS_IT.finditer(said)):
        if name := _name(found["name"]):
            return name
    return _name(OPENING.sub("", said)) if asked and len(said.split()) <= MOST_WORDS else None


def _name(said: str) -> str | None:
    name = said.strip().strip(" .,!?;:'\"")
    if not name.split() or len(name) > LONGEST_NAME or any(sign.isdigit() for sign in name.split()[0]):
        return None
    words = name.split()
    while words and words[-1].lower() in {"right", "now", "today", "currently", "too", "as", "well"}:
        words.pop()
    if all(NOBODY.fullmatch(word.lower()) for word in words) or UNKNOWN.search(name.lower()) or _is_money(name):
        return None
    return " ".join(words)


def _is_money(text: str) -> bool:
    """ "Forty dollars" is no shop."""
    words = with_amounts(with_numbers(words_of(text)))
    return all(word.number is not None for word in words)


def _less(ours: Money, amount_minor: int) -> Money:
    return Money(amount_minor=max(ours.amount_minor - amount_minor, 0), currency=ours.currency)
