"""What was shown and talked about in a conversation, so that words can mean it again later."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.query import Query
from catalog.understanding.words import unaccented

Pair = tuple[str, str]
"""The ids of a product and of the variant it was shown in."""

MOST_RESULTS = 8
MOST_TALKED_OF = 8
WORD = re.compile(r"[^\W_]+")
# "Jackets with a hood" are jackets, and "a case for an iPhone" is a case.
TELLS_MORE = re.compile(r"\b(?:with|without|for|from|of|that|in)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What one request brought: the ids in the order they were told."""

    query: Query
    pairs: tuple[Pair, ...]

    @property
    def goods(self) -> str:
        """The head of what was asked for, in a rough singular: "boot" of "hiking boots"."""
        return head_of(self.query.text)

    def as_dict(self) -> dict[str, Any]:
        """Without what says nothing: the conversation carries it from turn to turn."""
        query = {name: value for name, value in self.query.as_dict().items() if value not in (None, [], {}, "")}
        return {"query": query, "pairs": [list(pair) for pair in self.pairs]}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Results":
        return cls(query=Query.from_dict(plain["query"]), pairs=_pairs(plain["pairs"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """Results with the last looked at first, of which those `at` a place are being looked at; going back moves on.

    `talked_of` are the products that were told of by themselves, the last one first, and `question` is what was asked
    of the last of them, for "and the second one?" asks the same.
    """

    results: tuple[Results, ...] = ()
    at: int = 0
    talked_of: tuple[Pair, ...] = ()
    question: str = ""

    @property
    def current(self) -> Results | None:
        return self.results[self.at] if self.at < len(self.results) else None

    @property
    def others(self) -> tuple[Results, ...]:
        return tuple(results for place, results in enumerate(self.results) if place != self.at)

    @property
    def before(self) -> Results | None:
        """What was looked at before the current results."""
        return self.results[self.at + 1] if self.at + 1 < len(self.results) else None

    def showing(self, results: Results) -> "Recollection":
        """New results, or old ones brought back: both are looked at now, and older ones are forgotten."""
        others = [one for one in (self.current, *self.others) if one is not None and one != results]
        return replace(self, results=_few((results, *others)), at=0, question="")

    def gone_back(self) -> "Recollection":
        return replace(self, at=min(self.at + 1, max(len(self.results) - 1, 0)))

    def talking_of(self, pair: Pair) -> "Recollection":
        others = [one for one in self.talked_of if one[0] != pair[0]]
        return replace(self, talked_of=(pair, *others)[:MOST_TALKED_OF])

    def called(self, said: str) -> tuple[Results, ...]:
        """Results of goods that the words name, those first of whose request most was said, then the later ones."""
        words = stems(said)
        named = [results for results in (self.current, *self.others) if results and results.goods in words]
        return tuple(sorted(named, key=lambda results: -len(stems(results.query.text) & words)))

    def described(self, said: str) -> tuple[Results, ...]:
        """Earlier results that were asked for as the words say: "the cotton ones"."""
        words = stems(said)
        return tuple(results for results in self.others if words & stems(_wishes(results.query)))

    def first_of(self, results: Results) -> Results:
        """The earliest that is remembered of the same goods: what "the first ones you showed me" were."""
        alike = [one for one in self.results if one.goods == results.goods]
        return alike[-1] if alike else results

    def as_dict(self) -> dict[str, Any]:
        return {
            "results": [results.as_dict() for results in self.results],
            "at": self.at,
            "talked_of": [list(pair) for pair in self.talked_of],
            "question": self.question,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Recollection":
        results = tuple(Results.from_dict(each) for each in plain.get("results", ()))
        return cls(
            results=results,
            at=int(plain.get("at", 0)),
            talked_of=_pairs(plain.get("talked_of", ())),
            question=plain.get("question", ""),
        )


def _few(several: Sequence[Results]) -> tuple[Results, ...]:
    """What is forgotten first are the steps between: of each goods the first and the last are what people return to."""
    kept = list(several)
    while len(kept) > MOST_RESULTS:
        goods = Counter(results.goods for results in kept[1:]).most_common(1)[0][0]
        places = [place for place, results in enumerate(kept) if place and results.goods == goods]
        kept.pop(places[-2] if len(places) > 1 else -1)
    return tuple(kept)


def _wishes(query: Query) -> str:
    return " ".join((*query.colors, *query.attributes.values(), *query.brands))


def head_of(request: str) -> str:
    words = WORD.findall(TELLS_MORE.split(request.lower(), maxsplit=1)[0]) or WORD.findall(request.lower())
    return stem(words[-1]) if words else ""


def stems(words: str) -> set[str]:
    return {stem(word) for word in WORD.findall(unaccented(words.lower()))}


def stem(word: str) -> str:
    """Good enough to hold "jackets" against "jacket"; "dress" stays a dress, and "watches" are a watch."""
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word if word.endswith("ss") or len(word) <= 2 else word.removesuffix("s")


def _pairs(plain: Sequence[Sequence[str]]) -> tuple[Pair, ...]:
    return tuple((pair[0], pair[1]) for pair in plain)
