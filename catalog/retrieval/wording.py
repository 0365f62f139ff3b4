"""The words of a request that ask for something, as they were said: without what is refused, priced or rated."""

from collections.abc import Iterator
from itertools import pairwise

from catalog.query import Query
from catalog.retrieval.analyser import FUNCTION_WORDS, words_of

_REFUSING = frozenset({"without", "no", "not", "non", "except", "but", "minus", "never"})
_PRICE_WORDS = (
    "under over below above between less more than up to at most least around about cheaper price priced cost costing "
    "dollar buck cent usd euro eur pound gbp yen"
)
_RATING_WORDS = "rated rating star or better above over least at"
_ORDER_WORDS = "cheapest dearest expensive most least best rated popular highest lowest priced price"
_OF_PRICES, _OF_RATINGS, _OF_ORDERS = (
    frozenset(words.split()) for words in (_PRICE_WORDS, _RATING_WORDS, _ORDER_WORDS)
)


def asking_words(said: str, query: Query) -> str:
    """In the order said; of the query's text, what was said in other words follows ("paddle board", paddleboard)."""
    kept = list(_kept(said.split(), query))
    terms = [term for word in kept for term in words_of(word)]
    told = {*terms, *("".join(pair) for pair in pairwise(terms))}
    unsaid = [word for word in query.text.split() if told.isdisjoint(words_of(word)) and words_of(word)]
    return " ".join([*kept, *unsaid])


def _kept(words: list[str], query: Query) -> Iterator[str]:
    wanted = {term for text in (query.text, *query.brands) for term in words_of(text)}
    refused = {term for text in query.exclude for term in words_of(text)}
    bounds = _bounds(query)
    refusing = False
    for word in words:
        terms = words_of(word)
        refusing = not _REFUSING.isdisjoint(terms) or (refusing and _still_refused(terms, refused))
        if refusing or not terms:
            continue
        if wanted.isdisjoint(terms) and (bounds.issuperset(terms) or (refused and refused.issuperset(terms))):
            continue
        if not _is_amount(word, query):
            yield word


def _bounds(query: Query) -> set[str]:
    """What was said of prices, ratings and the order is a bound already."""
    found: set[str] = set()
    if query.max_price_minor is not None or query.min_price_minor is not None:
        found |= _OF_PRICES
    if query.min_rating is not None:
        found |= _OF_RATINGS
    return found | _OF_ORDERS if query.sort else found


def _is_amount(word: str, query: Query) -> bool:
    bounds = [bound for bound in (query.max_price_minor, query.min_price_minor) if bound is not None]
    figure = word.strip("$€£¥").replace(",", "")
    return bool(bounds) and (word != word.strip("$€£¥") or figure in {f"{bound / 100:g}" for bound in bounds})


def _still_refused(terms: list[str], refused: set[str]) -> bool:
    return all(term in refused or term in FUNCTION_WORDS for term in terms)
