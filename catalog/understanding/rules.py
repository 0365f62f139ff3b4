"""Short patterns over words, compiled for spaCy's rule matcher, so that rules read like what people say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

NUMBER, MONEY, MEASURED = "#", "$", "#measured"
AMOUNT = "<amount>"
_COMPARING = frozenset({"over", "under", "above", "below"})
_STANDS_FOR = {AMOUNT: (NUMBER, MONEY), "<number>": (NUMBER,), "<money>": (MONEY,), "<any>": (NUMBER, MONEY, MEASURED)}


@dataclass(frozen=True, slots=True)
class Found:
    rule: str
    start: int
    end: int


class RuleBook:
    """In a pattern `a/b` is one of several words, `a?` may be missing, and `<amount>` is a number or money.

    Of two matches that overlap the longer one holds, then the rule that is listed first.
    """

    def __init__(self, vocab: Vocab, rules: Mapping[str, Iterable[str]]) -> None:
        self._matcher = Matcher(vocab)
        self._single: dict[str, str] = {}
        for name, patterns in rules.items():
            self._add(name, patterns)
        self._rank = {name: rank for rank, name in enumerate(rules)}
        self._names = {vocab.strings[name]: name for name in rules}

    def _add(self, name: str, patterns: Iterable[str]) -> None:
        """Rules of one word are looked up: the matcher tries every pattern at every word."""
        compiled = [_compiled(pattern) for pattern in patterns]
        for tokens in compiled:
            if len(tokens) == 1:
                self._single |= dict.fromkeys(tokens[0]["ORTH"]["IN"], name)
        if longer := [tokens for tokens in compiled if len(tokens) > 1]:
            self._matcher.add(name, longer)

    def find(self, doc: Doc) -> list[Found]:
        matches = [Found(self._names[rule], start, end) for rule, start, end in self._matcher(doc)]
        matches += [Found(self._single[word.orth_], word.i, word.i + 1) for word in doc if word.orth_ in self._single]
        matches = [found for found in matches if not _opens_another_bound(doc, found)]
        taken = bytearray(len(doc))
        kept = []
        for found in sorted(matches, key=lambda found: (found.start - found.end, self._rank[found.rule], found.start)):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(found)
        return sorted(kept, key=lambda found: found.start)


def _opens_another_bound(doc: Doc, found: Found) -> bool:
    """In "under a hundred and over fifty" the word "over" belongs to what follows."""
    opening = found.end < len(doc) and doc[found.end - 1].orth_ in _COMPARING
    return opening and found.end - found.start > 1 and doc[found.end].orth_ in {NUMBER, MONEY}


def words_in(rules: Mapping[str, Iterable[str]]) -> set[str]:
    """Every word the patterns speak of."""
    return {
        word
        for pattern in chain.from_iterable(rules.values())
        for token in _compiled(pattern)
        for word in token["ORTH"]["IN"]
    }


def _compiled(pattern: str) -> list[dict[str, Any]]:
    return [_token(part) for part in pattern.split()]


def _token(part: str) -> dict[str, Any]:
    optional = part.endswith("?")
    alternatives: list[str] = []
    for word in part.removesuffix("?").split("/"):
        alternatives.extend(_STANDS_FOR.get(word, (word,)))
    token: dict[str, Any] = {"ORTH": {"IN": alternatives}}
    return {**token, "OP": "?"} if optional else token
