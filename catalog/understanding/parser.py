"""The way from what a shopper said to a Query: each reader takes its words, and what is left is searched for."""

from catalog.query import Query
from catalog.understanding.brands import BrandEars
from catalog.understanding.draft import Draft
from catalog.understanding.filters import read_audience, read_brands, read_colors, read_values
from catalog.understanding.lexicon import Lexicon
from catalog.understanding.negation import read_refusals
from catalog.understanding.orders import read_order, read_ratings
from catalog.understanding.prices import read_prices
from catalog.understanding.quantity import read_quantity
from catalog.understanding.rest import rest
from catalog.understanding.sentence import Sentence
from catalog.understanding.sizes import SizeChart, read_named_sizes, read_sizes
from catalog.understanding.vocabulary import Vocabulary


class Understanding:
    """Reads requests against one state of the catalogue; safe to share between threads.

    In the Query, an attribute that must hold several values lists them with commas ("vegan, gluten-free"), and a
    product has a value if it contains it as whole words ("full-grain leather" has "leather").
    """

    def __init__(self, vocabulary: Vocabulary, *, minor_per_major: int = 100) -> None:
        self.vocabulary = vocabulary
        self._lexicon = Lexicon(vocabulary)
        self._ears = BrandEars(vocabulary.brands, ordinary=self._lexicon.ordinary)
        self._sizes = SizeChart(vocabulary.sizes)
        self._minor_per_major = minor_per_major

    def parse(self, text: str) -> Query:
        sentence = Sentence.of(text, lexicon=self._lexicon, ears=self._ears)
        return self._read(sentence)

    def _read(self, sentence: Sentence) -> Query:
        """Bounds before refusals, for "no more than fifty" refuses nothing; counts before sizes, for "two large"."""
        draft = Draft()
        read_ratings(sentence, draft)
        read_named_sizes(sentence, draft, self._sizes)
        read_prices(sentence, draft, minor_per_major=self._minor_per_major)
        read_order(sentence, draft)
        read_refusals(sentence, draft)
        read_brands(sentence, draft)
        read_audience(sentence, draft)
        read_values(sentence, draft)
        read_sizes(sentence, draft, self._sizes)
        read_quantity(sentence, draft)
        read_colors(sentence, draft)
        return draft.query(rest(sentence))
