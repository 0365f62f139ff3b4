"""The way from what a shopper said to a Query: each reader takes its words, and what is left is searched for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from catalog.query import Query
from catalog.understanding.amounts import read_amounts
from catalog.understanding.brands import BrandEars
from catalog.understanding.compatibility import read_devices
from catalog.understanding.currencies import minor_units_in
from catalog.understanding.draft import Draft
from catalog.understanding.filters import read_brands, read_colors, read_values
from catalog.understanding.flavors import read_flavors
from catalog.understanding.lexicon import Label, Lexicon
from catalog.understanding.lists import MOST_ITEMS, Item, Listed, are_apart, things_in
from catalog.understanding.lists_texts import texts_of
from catalog.understanding.lists_words import CLAUSE
from catalog.understanding.negation import read_refusals
from catalog.understanding.numbers import key_of
from catalog.understanding.orders import read_order, read_ratings
from catalog.understanding.prices import Till, read_prices
from catalog.understanding.quantity import read_counts, read_measures
from catalog.understanding.refinement import ANYTHING_GOES, Change, Shown, refined
from catalog.understanding.rest import rest
from catalog.understanding.sentence import Sentence
from catalog.understanding.size_chart import SizeChart
from catalog.understanding.sizes import read_named_sizes, read_sizes
from catalog.understanding.stores import StoreNames, read_store
from catalog.understanding.vocabulary import Vocabulary
from catalog.understanding.wearers import read_audience
from catalog.understanding.words import joined, plain, word_set

# What follows the name of a thing tells more of it; a coffee table is no coffee.
_GOES_ON = word_set(
    "hes shes theyre im its he she they who that which for with to in on at because since when so not and"
)
_BUT = frozenset({"but", "except", "besides", "other", "excluding", "apart", "aside"})
# "No, for women" corrects and refuses no women; a voice says no comma.
_CORRECTING = re.compile(
    r"^\W*(?:no|nope|nah)\W+"
    r"(?=(?:for|in|under|over|below|size|the|make|show|i|with|between|only|just|actually|rather|an?)"
    r"\b|[\w'-]+ (?:was|were|looks?|would be|is (?:better|nicer)|instead)\b)",
    re.IGNORECASE,
)
_MEANT = re.compile(r"^\W*(?:(?:no|nope|nah|sorry)\W+)*i (?:meant|mean|said)\b", re.IGNORECASE)
_PREFERRED = re.compile(r"\b(?:was|were|is|are|looks?|would be) (?:better|nicer|prettier|best)\b", re.IGNORECASE)
# "Any with coconut" is "with coconut", of what is talked about.
_ANY = re.compile(
    r"^\W*(?:(?:do you |have you )?(?:have|got) |are there |is there |what about )?"
    r"(?:any|anything|some|something|the|one)(?: ones?| one| kind)? (?=with(?:out)? )",
    re.IGNORECASE,
)
# Within a turn several look at the same words; sentences of a few turns at once are enough to read each only once.
REMEMBERED = 64
_ADDING = frozenset({"or", "also", "and", "too", "plus"})


class Understanding:
    """Reads requests against one state of the catalogue; safe to share between threads.

    In the Query, an attribute that must hold several values lists them with commas ("vegan, gluten-free"), and a
    product has a value if it contains it as whole words ("full-grain leather" has "leather").
    """

    def __init__(self, vocabulary: Vocabulary, *, minor_per_major: int | None = None) -> None:
        self.vocabulary = vocabulary
        self._lexicon = Lexicon(vocabulary)
        self._ears = BrandEars(vocabulary.believed_brands, ordinary=self._lexicon.ordinary, spoken=self._lexicon.spoken)
        self._stores = StoreNames(vocabulary.stores, ordinary=self._lexicon.keys | self._lexicon.spoken)
        self._sizes = SizeChart(vocabulary.sizes)
        self._till = Till(vocabulary.currency, minor_per_major or minor_units_in(vocabulary.currency))
        self._query_of = lru_cache(REMEMBERED)(lambda text: self._read(self._sentence(text)))
        self._kinds_of = lru_cache(REMEMBERED)(lambda text: self._sentence(text).own_kinds())
        self._goods_of = lru_cache(REMEMBERED)(self._goods)

    def parse(self, text: str) -> Query:
        return self._query_of(text)

    def listed(self, text: str) -> Listed:
        """Up to ten things asked for in one sentence, each in its own words; one thing is what `parse` gives."""
        sentence = self._sentence(text)
        things = things_in(sentence)
        if len(things) == 1:
            return Listed(items=(Item(text=text, query=self._read(sentence)),))
        texts = texts_of(sentence, things, plain(text))
        items = tuple(Item(text=one, query=self.parse(one)) for one in texts[:MOST_ITEMS])
        return Listed(items=items, left_out=max(len(texts) - MOST_ITEMS, 0), spoken_apart=are_apart(things))

    def names_goods(self, text: str) -> bool:
        """Whether the words name something of a kind that is sold, rather than a quality or a part of it."""
        return bool(self._kinds_of(text))

    def knows(self, words: str) -> bool:
        """Whether the catalogue has each of the words somewhere in what it calls things."""
        keys = key_of(words)
        return bool(keys) and all(self._lexicon.knows(key) for key in keys)

    def store_called(self, store: str | None) -> str:
        """The name by which a store is spoken of; empty without one."""
        return self._stores.called(store) if store else ""

    def goods_named(self, text: str) -> str:
        """The plain name of what is asked for: "jacket" of "warm jacket she's eight"; empty if that is not clear."""
        return self._goods_of(text)

    def _goods(self, text: str) -> str:
        sentence = self._sentence(text)
        for kind in sentence.of_label(Label.KIND):
            if kind.end >= len(sentence.words) or sentence.norm(kind.end) in _GOES_ON | CLAUSE:
                return joined(sentence.words[kind.start : kind.end])
        return ""

    def refine(
        self,
        current: Query,
        change_text: str,
        *,
        shown_prices_minor: Sequence[int] = (),
        shown_brands: Sequence[str] = (),
    ) -> Query:
        """The current query as changed by what was said; "cheaper" is below the middle of the prices shown."""
        if _ANY.match(change_text):
            current = replace(current, text=current.text.partition(" with ")[0])
        about = self._kinds_of(current.text)
        sentence = self._sentence(_changing(change_text), about=about)
        adds = any(sentence.norm(place) in _ADDING for place in (0, len(sentence.words) - 1))
        named = self._named_changes(sentence)
        by_half = any(word.norm == "half" for word in sentence.words)
        said = self._read(sentence)
        change = Change(
            named=named,
            said=said,
            kinds=self._kinds_of(said.text),
            adds=adds,
            by_half=by_half,
            brings=_first_word(sentence) == "with",
        )
        shown = Shown(prices_minor=shown_prices_minor, brands=shown_brands)
        return refined(current, change, shown=shown, lexicon=self._lexicon, kinds=about)

    def _sentence(self, text: str, *, about: tuple[str, ...] = ()) -> Sentence:
        return Sentence.of(text, lexicon=self._lexicon, ears=self._ears, about=about)

    def _named_changes(self, sentence: Sentence) -> frozenset[str]:
        """Changes take their words first, unless they are part of something longer: "cheaper than fifty"."""
        named = set()
        for found in self._lexicon.changes(sentence.words):
            longer = any(
                rule.start < found.end and found.start < rule.end and rule.end - rule.start > found.end - found.start
                for rule in sentence.rules
            )
            if sentence.norm(found.end) in _BUT and found.rule in ANYTHING_GOES:
                named.add(found.rule)
            elif not longer and sentence.norm(found.start - 1) != "not":
                named.add(found.rule)
                sentence.take(found.start, found.end)
        return frozenset(named)

    def _read(self, sentence: Sentence) -> Query:
        """The order matters: "no more than fifty" refuses nothing, and "a gallon of milk" asks for no size."""
        draft = Draft()
        read_store(sentence, draft, self._stores)
        read_ratings(sentence, draft)
        read_named_sizes(sentence, draft, self._sizes)
        read_prices(sentence, draft, self._till)
        read_amounts(sentence, draft)
        read_order(sentence, draft)
        read_refusals(sentence, draft)
        read_brands(sentence, draft)
        read_measures(sentence, draft)
        read_flavors(sentence, draft)
        read_values(sentence, draft)
        read_devices(sentence, draft)
        read_sizes(sentence, draft, self._sizes)
        read_counts(sentence, draft)
        read_colors(sentence, draft)
        read_audience(sentence, draft)
        return draft.query(rest(sentence))


def _changing(said: str) -> str:
    """Without what only leads up to it."""
    return _ANY.sub("", _PREFERRED.sub("", _CORRECTING.sub("", _MEANT.sub("", said))))


def _first_word(sentence: Sentence) -> str:
    return next((word.norm for place, word in enumerate(sentence.words) if not sentence.noise[place]), "")
