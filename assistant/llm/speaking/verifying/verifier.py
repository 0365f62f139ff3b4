"""Judges a model's sentences one after the other; one that is not borne out ends the answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.llm.speaking.errors import Reason, Unfounded
from assistant.llm.speaking.verifying.claims import check_piece
from assistant.llm.speaking.verifying.facts import Facts
from assistant.llm.speaking.verifying.naming import mentions_in, names_of
from assistant.llm.speaking.verifying.piece import Piece, cut, group_of
from assistant.llm.speaking.verifying.shape import is_plain
from assistant.llm.speaking.verifying.texts import bears_out, content_of
from assistant.llm.speaking.verifying.together import Together
from assistant.llm.speaking.verifying.words import NAME, Word, words_of

SECOND_SENTENCE = re.compile(r"[a-z\d][.!]\s+\S")
ECHOED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A few sentences of one of the shop's policies, by the key that the model is given."""

    key: str
    kind: str
    title: str
    text: str


class Verifier:
    """Of one answer: it remembers whom the last sentence was about, for that is who "it" is in the next."""

    def __init__(
        self, products: Sequence[Facts], passages: Sequence[Passage] = (), *, taken: Sequence[str] = ()
    ) -> None:
        self._products = products
        self._passages: Mapping[str, Passage] = {passage.key: passage for passage in passages}
        self._names = names_of(products)
        self._last: frozenset[str] = frozenset({products[0].key}) if len(products) == 1 else frozenset()
        self._together = Together()
        self.has_advised = False
        told_machines = [*taken, *(each for facts in products for each in facts.taken)]
        self._never = frozenset(runs for each in told_machines for runs in _runs(words_of(each)))

    def check(self, sentence: str, about: Sequence[str], *, advised: str | None = None) -> None:
        """Raises Unfounded unless everything in the sentence is so."""
        if not is_plain(sentence) or SECOND_SENTENCE.search(sentence):
            raise Unfounded(Reason.SHAPE)
        words = words_of(sentence)
        if self._never & _runs(words):
            raise Unfounded(Reason.ECHO)
        keys = frozenset(about)
        if keys and keys <= set(self._passages):
            self._check_policy(words, keys)
        elif keys and keys <= {facts.key for facts in self._products}:
            self._check_products(words, keys, advised)
        else:
            raise Unfounded(Reason.ABOUT)

    def _check_policy(self, words: Sequence[Word], keys: frozenset[str]) -> None:
        claimed = content_of(words)
        if not any(bears_out(self._passages[key].text, claimed) for key in keys):
            raise Unfounded(Reason.POLICY)

    def _check_products(self, words: Sequence[Word], about: frozenset[str], advised: str | None) -> None:
        named = self._with_names(words)
        mentioned = frozenset(key for word in named for key in word.keys)
        subjects = mentioned or self._unnamed(named)
        if not subjects or not (mentioned <= about) or not (mentioned or subjects == about):
            raise Unfounded(Reason.ABOUT)
        if mentioned != about and not self._compares_with(about, mentioned):
            raise Unfounded(Reason.ABOUT)
        last = subjects
        for part in cut(named):
            own = frozenset(key for word in part for key in word.keys) or last
            piece = Piece(words=part, subjects=self._facts(own), everyone=self._products)
            check_piece(piece, advised=advised)
            self._together.check(piece)
            self.has_advised |= piece.advises
            last = frozenset(facts.key for facts in piece.subjects)
        self._last = last

    def _unnamed(self, words: Sequence[Word]) -> frozenset[str]:
        of_all = group_of(words, self._products)
        if of_all is None:
            return self._last
        return frozenset(facts.key for facts in self._products) if of_all else frozenset()

    def _compares_with(self, about: frozenset[str], mentioned: frozenset[str]) -> bool:
        """ "The Ridge is the lightest" is about all of them, and names one."""
        return not mentioned or len(mentioned) == 1 or mentioned == about

    def _facts(self, keys: frozenset[str]) -> list[Facts]:
        return [facts for facts in self._products if facts.key in keys]

    def _with_names(self, words: Sequence[Word]) -> list[Word]:
        """Every name becomes one word, so that nothing in a title is read as a claim."""
        told: list[Word] = []
        at = 0
        for mention in mentions_in(words, self._names, self._products):
            told += words[at : mention.start]
            told.append(Word(norm=NAME, raw=words[mention.start].raw, keys=mention.keys))
            at = mention.end
        return [*told, *words[at:]]


def _runs(words: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    content = content_of(words)
    return frozenset(content[at : at + ECHOED] for at in range(len(content) - ECHOED + 1))
