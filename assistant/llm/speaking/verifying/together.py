"""Whether facts that are each true are true together: a choice at its price, people with what they rated, two names.

One of these lives as long as an answer, for a price may be told a sentence after the size that it is not the price of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import prod

from assistant.llm.speaking.errors import Reason, Unfounded
from assistant.llm.speaking.verifying.facts import PEOPLE, PRICE, RATED_BY, RATING, Facts, choices_of
from assistant.llm.speaking.verifying.piece import Match, Piece
from assistant.llm.speaking.verifying.words import NAME, norms_of
from catalog.retrieval.analyser import singular
from shop.phrasing.naming import spoken_title

# Words that say of a choice that it is one.
COMES_IN = frozenset({"comes", "come", "available", "in"})
# Between two names there is one of these, or what is said of both may be said of one by the other.
SIDE_BY_SIDE = frozenset({"and", "or", ",", "the"})
RELATED = frozenset({"than", "over", "rather", "instead", "same"})
POINTING = frozenset({"a", "an", "the", "this", "that", "these", "those", "each"})
ADDED = frozenset({"item", "product", "pair", "both", "1", "it", "them"})
MADE_OF = frozenset({"of", "from", "with", "for"})
NO_MATERIAL = frozenset({PRICE, RATING, RATED_BY, "color", "size", "weight"})
ENDS = frozenset({"and", "but", "while"})
_BY_WHOM = frozenset(singular(whom) for whom in PEOPLE if whom not in {"reviews", "ratings"})
_SINGLES_OUT = re.compile(r"\b(?:is|are) the(?P<one> 1)?\b")
_TURNED = re.compile(rf"\b(?:is|are) (?:the )?{NAME}")
Choices = Mapping[str, set[str]]


class Together:
    def __init__(self) -> None:
        self._told: dict[str, set[tuple[str, str]]] = {}
        self._priced: set[str] = set()

    def check(self, piece: Piece) -> None:
        """Raises Unfounded; `piece` is one whose words are each accounted for."""
        _check_names(piece)
        _check_nothing_added(piece)
        _check_singled_out(piece)
        for match in piece.matches:
            _check_people(piece, match)
            _check_joint(piece, match)
        for facts in piece.subjects:
            self._check_choices(piece, facts)

    def _check_choices(self, piece: Piece, facts: Facts) -> None:
        is_priced = any(PRICE in match.names for match in piece.matches)
        chosen = _chosen(piece, facts)
        if chosen and not _are_had(facts, chosen, at_price=is_priced):
            raise Unfounded(Reason.CLAIM)
        told = self._told.setdefault(facts.key, set())
        told.update((name, value) for name, values in chosen.items() for value in values)
        if is_priced:
            self._priced.add(facts.key)
        if facts.key in self._priced and not all(
            _are_had(facts, {name: {value}}, at_price=True) for name, value in told
        ):
            raise Unfounded(Reason.NUMBER)


def _chosen(piece: Piece, facts: Facts) -> Choices:
    """What a shopper would choose, by its name; a choice that is not the one shown has to be told as one."""
    choices = choices_of(facts.product)
    found: dict[str, set[str]] = {}
    for match in piece.matches:
        if not match.names <= set(choices):
            continue
        before = piece.words[match.start - 1].norm if match.start else ""
        as_choice = before in COMES_IN or any(word.norm in COMES_IN - {"in"} for word in piece.words)
        for name in match.names:
            values = set(_values_said(piece, match, choices[name]))
            if not as_choice and any(not _is_shown(facts, name, value) for value in values):
                raise Unfounded(Reason.CLAIM)
            found.setdefault(name, set()).update(values)
    return found


def _values_said(piece: Piece, match: Match, values: Iterable[str]) -> Iterator[str]:
    said = _joined(word.norm for word in piece.words[match.start : match.end])
    return (value for value in values if _joined(norms_of(value)) in said)


def _joined(norms: Iterable[str]) -> str:
    return f" {' '.join(singular(norm) for norm in norms)} "


def _is_shown(facts: Facts, name: str, value: str) -> bool:
    """Of the variant on the screen, or of every one that there is."""
    others = [each.attributes.get(name) for each in facts.product.variants if any(each.stock.values())]
    return facts.card.attributes.get(name) == value or set(others) == {value}


def _are_had(facts: Facts, chosen: Choices, *, at_price: bool) -> bool:
    """Whether each of these can be had with each of the others; there are no more of them than variants."""
    had = {
        tuple(variant.attributes.get(name) for name in chosen)
        for variant in facts.product.variants
        if any(variant.stock.values()) and not (at_price and variant.price != facts.card.price)
    }
    several = prod(len(values) for values in chosen.values())
    return several <= len(had) and had.issuperset(product(*chosen.values()))


def _check_names(piece: Piece) -> None:
    """No product is another, is made of it or comes with it."""
    for one, other in pairwise(at for at, word in enumerate(piece.words) if word.norm == NAME):
        between = {word.norm for word in piece.words[one + 1 : other]}
        if not (between <= SIDE_BY_SIDE or between & RELATED):
            raise Unfounded(Reason.CLAIM)


def _check_nothing_added(piece: Piece) -> None:
    """Nothing comes "with a product", "with one" or "with both"."""
    words = [word.norm for word in piece.words]
    heads = {singular(norms_of(spoken_title(each.product.title))[-1]) for each in piece.subjects}
    for at in (at for at, word in enumerate(words) if word == "with"):
        after = next((word for word in words[at + 1 :] if word not in POINTING), "")
        if after in ADDED or after in heads:
            raise Unfounded(Reason.CLAIM)


def _check_singled_out(piece: Piece) -> None:
    """ "Is the waterproof one", or "the waterproof one is": then all the others are stated to be something else."""
    others = [facts for facts in piece.everyone if facts not in piece.subjects]
    for _, end, found in piece.spans(_SINGLES_OUT):
        behind = [match for match in piece.matches if match.start >= end]
        says_which = behind and behind[0].start == end
        if not others or piece.advises or not (says_which or found["one"]):
            continue
        if not any(_is_alone(piece, match, others) for match in behind):
            raise Unfounded(Reason.CLAIM)
    for start, _, _ in piece.spans(_TURNED):
        before = [match for match in piece.matches if match.end <= start]
        if others and before and not any(_is_alone(piece, match, others) for match in before):
            raise Unfounded(Reason.CLAIM)


def _is_alone(piece: Piece, match: Match, others: Sequence[Facts]) -> bool:
    said = tuple(singular(word.norm) for word in piece.words[match.start : match.end])
    return all(said not in facts.phrases and match.names & facts.names for facts in others)


def _check_people(piece: Piece, match: Match) -> None:
    """Those who rated it are spoken of with the rating, and for nothing else: no tent is for eight people by them."""
    last = singular(piece.words[match.end - 1].norm)
    if match.names != {RATED_BY} or last not in _BY_WHOM:
        return
    before = match.start - 1
    while before > 0 and piece.words[before].stops:
        before -= 1
    by_rating = any(RATING in each.names and each.end == before + 1 for each in piece.matches)
    behind = piece.words[match.end] if match.end < len(piece.words) else None
    ends = behind is None or behind.stops or behind.norm in ENDS
    if not ends or not (by_rating or piece.words[before].norm == "rated"):
        raise Unfounded(Reason.NUMBER)


def _check_joint(piece: Piece, match: Match) -> None:
    """What a word before a fact makes of it: "made of" a colour, or less "by" what something weighs."""
    before = [word.norm for word in piece.words[max(0, match.start - 2) : match.start]]
    if not before:
        return
    amounts = any(word.is_number for word in piece.words[match.start : match.end])
    if before[-1] == "by" and (amounts or match.names & NO_MATERIAL):
        raise Unfounded(Reason.CLAIM)
    if before[0] == "made" and before[-1] in MADE_OF and (match.names & NO_MATERIAL or not match.is_plain):
        raise Unfounded(Reason.CLAIM)
