"""Whether the words of a piece are borne out: by facts as a whole value, by stock, by advice, or by the description."""

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.llm.speaking.errors import Reason, Unfounded
from assistant.llm.speaking.verifying.comparing import check_comparisons
from assistant.llm.speaking.verifying.facts import PRICE, RATED_BY, RATING, Facts, cues_of
from assistant.llm.speaking.verifying.lexicon import CUES, FACTS_ONLY, NEUTRAL
from assistant.llm.speaking.verifying.piece import Match, Piece, counts_right, hangs
from assistant.llm.speaking.verifying.texts import bears_out, content_of
from assistant.llm.speaking.verifying.words import NAME, Word, norms_of, stem
from catalog.retrieval.analyser import singular
from shop.phrasing.naming import spoken_title

NOT_IN_STOCK = re.compile(
    r"\b(?:not in stock|not available|out of stock|sold out|unavailable)(?: (?:right )?now| at the moment)?\b"
)
IN_STOCK = re.compile(r"\b(?:in stock|available)(?: (?:right )?now| at the moment)?\b")
_TAKE = r"(?:take|choose|pick|go with|go for|recommend|suggest)"
_OVER = rf"(?: (?:the )?{NAME} (?:over|rather than|instead of) (?:the )?{NAME})?"
_THE_ONE = rf"the (?:1 (?:to take|i would {_TAKE})|(?:better|best) (?:choice|pick|option))"
ADVICE = re.compile(
    rf"\bi would {_TAKE}{_OVER}|\bmy (?:pick|choice) (?:here )?(?:is|would be)\b|\bis what i would {_TAKE}\b"
    rf"|\b(?:is|would be|makes) (?:my (?:pick|choice)|{_THE_ONE})\b"
)
GOODS = frozenset({"pair", "item", "product", "option"})
IDIOMS = frozenset({("made", "from"), ("rated", "to")})
PARTS = frozenset({",", ";", ":", "and", "but", "while", "because", "since"})
# What things are "rated to", by the parts of their names.
RATED_TO = frozenset({"rating", "temperature", "depth", "load", "capacity", "limit", "pressure", "resistance", "speed"})
# What goods are for, and are not themselves.
FOR_WHAT = frozenset({"activity", "audience"})
IS, ARTICLES = frozenset({"is", "are"}), frozenset({"a", "an", "the"})
AT_PRICE = frozenset({"at", "for", "price"})


def check_piece(piece: Piece, *, advised: str | None) -> None:
    """Raises Unfounded at the first thing that is not borne out."""
    if hangs(piece.words) or not counts_right(piece):
        raise Unfounded(Reason.CLAIM)
    _check_advice(piece, advised)
    check_comparisons(piece)
    _check_stock(piece)
    labels = _labels(piece)
    _find_facts(piece)
    _check_fit(piece, labels)
    _check_cues(piece, labels)
    _check_numbers(piece)
    _leave_out_neutral(piece)
    _check_rest(piece)
    if not piece.claims:
        raise Unfounded(Reason.CLAIM)


def _check_advice(piece: Piece, advised: str | None) -> None:
    for start, end, found in piece.spans(ADVICE):
        named = [key for word in piece.words for key in sorted(word.keys)]
        first = named[0] if named else piece.subjects[0].key
        meant = [facts for facts in piece.subjects if facts.key == first]
        over = NAME in found.group()
        if advised != first or not meant or not meant[0].card.in_stock or (len(piece.subjects) > 1 and not over):
            raise Unfounded(Reason.ADVICE)
        piece.use(start, end)
        piece.subjects = meant
        piece.claims += 1
        piece.advises = True


def _check_stock(piece: Piece) -> None:
    for pattern, there in ((NOT_IN_STOCK, False), (IN_STOCK, True)):
        for start, end, _ in piece.spans(pattern):
            if not piece.is_free(start, end):
                continue
            if any(facts.card.in_stock is not there for facts in piece.subjects):
                raise Unfounded(Reason.STOCK)
            piece.use(start, end)
            piece.claims += 1


def _find_facts(piece: Piece) -> None:
    """The longest first, and only what is true of all that the piece is about."""
    phrases = [facts.phrases for facts in piece.subjects]
    longest = max((len(phrase) for each in phrases for phrase in each), default=0)
    norms = [singular(word.norm) for word in piece.words]
    at = 0
    while at < len(norms):
        match = None
        for length in range(min(longest, len(norms) - at), 0, -1):
            said = tuple(norms[at : at + length])
            if piece.is_free(at, at + length) and all(said in each for each in phrases):
                names = frozenset.intersection(*(each[said] for each in phrases))
                plain = any(not part[0].isdigit() for part in said)
                match = Match(start=at, end=at + length, names=names, is_plain=plain) if names else None
                break
        if match:
            piece.matches.append(match)
            piece.use(match.start, match.end)
            piece.claims += 1
        at = match.end if match else at + 1


def _labels(piece: Piece) -> dict[int, frozenset[str]]:
    """Names of facts that are several words, kept apart: a "waterproof rating" says nothing of being waterproof."""
    found: dict[int, frozenset[str]] = {}
    names = {name for facts in piece.subjects for name in facts.attributes if "_" in name}
    for name in sorted(names, key=len, reverse=True):
        for start, end, _ in piece.spans(re.compile(rf"\b{re.escape(name.replace('_', ' '))}\b")):
            if piece.is_free(start, end):
                piece.use(start, end)
                found |= dict.fromkeys(range(start, end), frozenset({name}))
    return found


def _check_fit(piece: Piece, labels: Collection[int]) -> None:
    """Nothing "is hiking", and nothing "is a waterproof rating": it is for the one, and has the other."""
    before = [piece.words[match.start - 1].norm for match in piece.matches if match.start and match.names <= FOR_WHAT]
    labelled = (
        {piece.words[at - 2].norm, piece.words[at - 1].norm} for at in labels if at > 1 and at - 1 not in labels
    )
    if not IS.isdisjoint(before) or any(IS & words and ARTICLES & words for words in labelled):
        raise Unfounded(Reason.CLAIM)


def _check_cues(piece: Piece, labels: Mapping[int, frozenset[str]]) -> None:
    """A word that points at a fact has to stand by that fact: no weight is a price."""
    cues = [cues_of(facts, CUES) for facts in piece.subjects]
    pointed: set[int] = set()
    cued: set[int] = set()
    for at in sorted({*piece.left, *labels}):
        names = labels.get(at) or _pointed_at(cues, piece.words[at].norm)
        if _rates_something_else(piece, at):
            piece.used[at] = bool(piece.matches)
            continue
        nearest = min(piece.matches, key=lambda match: _distance(match, at), default=None)
        if not names or (nearest is None and at not in labels):
            continue
        if nearest is None or not nearest.names & names:
            raise Unfounded(Reason.CLAIM)
        pointed.add(nearest.start)
        cued.add(at)
        piece.used[at] = True
    for match in piece.matches:
        if match.start not in pointed and _goes_on(piece, match, cued):
            raise Unfounded(Reason.CLAIM)
        if not (match.is_plain or match.start in pointed or _is_asked_for(piece, match)):
            raise Unfounded(Reason.NUMBER)


def _goes_on(piece: Piece, match: Match, cued: Collection[int]) -> bool:
    """Whether an amount goes on from a word for something else: "charges for 15 hours" tells of no battery."""
    if match.names & {PRICE, RATING, RATED_BY} or not piece.words[match.start].is_number:
        return False
    for at in range(match.start - 1, -1, -1):
        if piece.words[at].norm in PARTS:
            return False
        if at in cued:
            return True
    return False


def _rates_something_else(piece: Piece, at: int) -> bool:
    """ "Rated to 20 °F" is no rating by people."""
    behind = piece.words[at + 1].norm if at + 1 < len(piece.words) else ""
    if piece.words[at].norm != "rated" or behind != "to":
        return False
    limits = {name for each in piece.matches if each.start == at + 2 for name in each.names}
    return any(RATED_TO & set(name.split("_")) for name in limits - {RATING, RATED_BY})


def _pointed_at(cues: Sequence[Mapping[str, frozenset[str]]], word: str) -> frozenset[str]:
    none: frozenset[str] = frozenset()
    return frozenset.intersection(*(each.get(word, none) | each.get(stem(word), none) for each in cues))


def _distance(match: Match, at: int) -> tuple[int, int]:
    """What follows is meant rather than what went before."""
    return (match.start - at, 0) if match.start > at else (at - match.end + 1, 1)


def _is_asked_for(piece: Piece, match: Match) -> bool:
    return PRICE in match.names and match.start > 0 and piece.words[match.start - 1].norm in AT_PRICE


def _check_numbers(piece: Piece) -> None:
    """Whatever counts or measures is a fact, or it is not said; "this one" counts nothing."""
    for at in piece.left:
        word = piece.words[at]
        before = piece.words[at - 1].norm if at else ""
        compared = at > 0 and piece.used[at - 1] and not piece.words[at - 1].is_number
        if (
            word.raw.casefold() == "one"
            and word.norm == "1"
            and (compared or before in {"the", "this", "that", "which"})
        ):
            piece.used[at] = True
        elif word.is_number or any(sign.isnumeric() or sign in "$€£₹%°+" for sign in word.norm):
            raise Unfounded(Reason.NUMBER)


def _leave_out_neutral(piece: Piece) -> None:
    last = [norms_of(spoken_title(facts.product.title))[-1] for facts in piece.subjects]
    heads = [{singular(head)} for head in last]
    are_pairs = all(singular(head) != head for head in last)
    for at in piece.left:
        word, before = piece.words[at].norm, piece.words[at - 1].norm if at else ""
        if word == "pair" and not are_pairs:
            continue
        if word in NEUTRAL or all(singular(word) in head for head in heads) or (before, word) in IDIOMS:
            piece.used[at] = True


def _check_rest(piece: Piece) -> None:
    """What only the description may say is said in its words, of one product, and is no matter of price or promise."""
    if not piece.left:
        return
    if len(piece.subjects) != 1 or any(piece.words[at].norm in FACTS_ONLY for at in piece.left):
        raise Unfounded(Reason.CLAIM)
    facts = piece.subjects[0]
    if _says(facts, piece.words):
        piece.claims += 1
        return
    parts = [part for part in _parts(piece) if not all(piece.used[part[0] : part[1]])]
    between = piece.words[parts[0][0] : parts[-1][1]]
    if not _says(facts, between) and not all(_says(facts, piece.words[start:end]) for start, end in parts):
        raise Unfounded(Reason.CLAIM)
    piece.claims += 1


def _says(facts: Facts, words: Sequence[Word]) -> bool:
    """With or without the word for what is spoken of: "the pair is true to size"."""
    said = [word for word in words if word.norm != NAME]
    head = singular(norms_of(spoken_title(facts.product.title))[-1])
    bare = [word for word in said if word.norm not in GOODS and singular(word.norm) != head]
    return any(bears_out(facts.texts, content_of(each)) for each in (said, bare))


def _parts(piece: Piece) -> list[tuple[int, int]]:
    starts = [0, *(at + 1 for at, word in enumerate(piece.words) if word.norm in PARTS)]
    ends = [*(at for at, word in enumerate(piece.words) if word.norm in PARTS), len(piece.words)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
