"""Price bounds: "under eighty", "between ten and twenty", "around fifty", "I don't want to spend more than..."."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalog.understanding import grammar
from catalog.understanding.currencies import foreign, minor_units_in
from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.rules import Found
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import word_set

AROUND_SHARE = Decimal("0.2")
LEAST_BARE_PRICE = 15
""" "A tent for four" is about people, "a tent for two hundred" is about money."""

_SMALL_COUNT = 12
_LARGEST_OF_HUNDREDS = 20
_TO_THE_CENT = -2
_NO_PRICE_AFTER = word_set("age ages aged size sizes grade level stage step number model version series part spf")
_KEEPING = word_set("keep keeping stay staying")
_KEPT_THERE = _KEEPING | word_set("it that them the price cost")
_REFUSING = word_set("dont doesnt not no never nothing none cant cannot wont without didnt shouldnt")
_BETWEEN_REFUSAL_AND_BOUND = word_set(
    "want to spend pay go cost costs be is are it anything that thats which any costing priced i we wanna like "
    "going can should will would really much one ones they them me my spending paying something at"
)


@dataclass(frozen=True, slots=True)
class Till:
    """The shop's own currency, and how many of its smallest coins make one of it."""

    currency: str
    minor_per_major: int

    def minor(self, amount: Decimal, currency: str | None) -> int:
        units = minor_units_in(currency) if currency else self.minor_per_major
        return int((amount * units).to_integral_value(ROUND_HALF_UP))


def read_prices(sentence: Sentence, draft: Draft, till: Till) -> None:
    """Every bound said counts, of two of a kind the later; a price named without any bound is the most to pay."""
    draft.currency = _currency(sentence, till)
    for found in sentence.found(grammar.MAX, grammar.MIN, grammar.BETWEEN, grammar.AROUND, grammar.FOR_NUMBER):
        amounts = _amounts(sentence, found)
        if amounts and _is_price(sentence, found):
            amounts = _on_one_scale(sentence, found, amounts)
            _bound(draft, _direction(sentence, found), [till.minor(amount, draft.currency) for amount in amounts])
            sentence.take(_start_of(sentence, found.start), found.end)
    for place, word in enumerate(sentence.words):
        if word.money and word.number is not None and sentence.free(place, place + 1):
            sentence.take(place, place + 1)
            if draft.max_price_minor is None and draft.min_price_minor is None:
                draft.max_price_minor = till.minor(word.number, draft.currency)


def _on_one_scale(sentence: Sentence, found: Found, amounts: list[Decimal]) -> list[Decimal]:
    """ "Five to eight hundred" begins at five hundred, and "5.00 to 800" at five: what is told to the cent is meant."""
    named = any(sentence.words[place].currency for place in range(found.start, found.end - 1))
    if found.rule != grammar.BETWEEN or named or len(amounts) != 2:
        return amounts
    low, high = amounts
    if low.as_tuple().exponent == _TO_THE_CENT:
        return amounts
    scale = next((scale for scale in (1000, 100) if high % scale == 0 and high >= scale), 1)
    return [low * scale, high] if low < high / scale and low < _LARGEST_OF_HUNDREDS else amounts


def _bound(draft: Draft, direction: str, amounts: list[int]) -> None:
    if direction == grammar.MAX:
        draft.max_price_minor = amounts[-1]
    elif direction == grammar.MIN:
        draft.min_price_minor = amounts[-1]
    elif direction == grammar.AROUND:
        spread = int(amounts[-1] * AROUND_SHARE)
        draft.min_price_minor, draft.max_price_minor = amounts[-1] - spread, amounts[-1] + spread
    else:
        draft.min_price_minor, draft.max_price_minor = min(amounts), max(amounts)


def _direction(sentence: Sentence, found: Found) -> str:
    """ "I don't want to pay more than forty" is an upper bound, however far the refusal stands from it."""
    if found.rule == grammar.FOR_NUMBER:
        return grammar.MAX
    if found.rule not in {grammar.MIN, grammar.MAX}:
        return found.rule
    place = found.start - 1
    while place >= 0 and sentence.norm(place) in _BETWEEN_REFUSAL_AND_BOUND:
        place -= 1
    compares = sentence.norm(found.start) in {"more", "over", "above", "higher", "greater", "less", "under", "below"}
    if place < 0 or not compares or sentence.norm(place) not in _REFUSING:
        return found.rule
    sentence.take(place - (sentence.norm(place - 1) in {"do", "does"}), found.start)
    return grammar.MAX if found.rule == grammar.MIN else grammar.MIN


def _start_of(sentence: Sentence, start: int) -> int:
    """With "keep it" before "under thirty", and "anywhere" before "from twenty to forty"."""
    if sentence.norm(start - 1) in {"anywhere", "anything", "somewhere", "worth"}:
        return start - 1
    place = start
    while sentence.norm(place - 1) in _KEPT_THERE:
        place -= 1
    return place if sentence.norm(place) in _KEEPING else start


def _is_price(sentence: Sentence, found: Found) -> bool:
    """A small bare number before a thing counts the things."""
    if any(sentence.words[place].money for place in range(found.start, found.end)):
        return True
    if sentence.norm(found.start - 1) in _NO_PRICE_AFTER:
        return False
    value = _amounts(sentence, found)[-1]
    if found.rule == grammar.FOR_NUMBER:
        return value >= LEAST_BARE_PRICE and not sentence.is_content(found.end)
    ends_in_number = sentence.words[found.end - 1].number is not None
    before_thing = any(mention.start == found.end for mention in sentence.of_label(Label.KIND))
    return not (ends_in_number and before_thing and value <= _SMALL_COUNT)


def _amounts(sentence: Sentence, found: Found) -> list[Decimal]:
    words = sentence.words[found.start : found.end]
    return [word.number for word in words if word.number is not None]


def _currency(sentence: Sentence, till: Till) -> str | None:
    said = (foreign(word.currency, own=till.currency) for word in sentence.words if word.currency)
    return next((currency for currency in said if currency), None)
