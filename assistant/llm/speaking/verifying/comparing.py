"""Comparisons: "cheaper", "better rated", "lighter", "longer battery life", each reckoned from the facts."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.llm.speaking.errors import Reason, Unfounded
from assistant.llm.speaking.verifying.facts import Facts
from assistant.llm.speaking.verifying.piece import Piece
from assistant.llm.speaking.verifying.words import NAME
from shop.measures import ADJECTIVES, COLDER_IS_MORE, HIGH, LOW, comparable

_LESS = r"(?:less|least)"
CHEAPER = re.compile(
    rf"\bcheap(?:er|est)\b|\b{_LESS} expensive\b|\bcosts? (?:the )?{_LESS}\b|\blow(?:er|est)[ -]priced?\b"
)
DEARER = re.compile(
    r"\b(?:more|most) expensive\b|\bpric(?:ier|iest)\b|\bcosts? (?:the )?(?:more|most)\b|\bhigh(?:er|est) priced?\b"
)
HIGHER_RATED = re.compile(
    r"\b(?:better|higher|best|highest) (?:rated|rating)\b|\brated (?:the )?(?:better|higher|best|highest)\b"
)
LOWER_RATED = re.compile(
    r"\b(?:worse|lower|worst|lowest) (?:rated|rating)\b|\brated (?:the )?(?:worse|lower|worst|lowest)\b"
)
THE_SAME = re.compile(
    r"\b(?:at |for |have |has )?the same (?P<what>price|rating)\b|\bcosts? the same\b|\brated the same\b"
)
THAN = re.compile(rf"\bthan (?:the )?(?P<whom>{NAME}(?: (?:and|or) (?:the )?{NAME})*|others|other(?: (?:1|2))?)(?= |$)")
OF_ALL = re.compile(
    r"\bof (?:the|these|those|all|them)(?: of them)?(?: (?P<number>\d+))?(?= [,.;]|$| (?:at|and|with|i)\b)"
)

MORE_IS_BETTER = frozenset({"rating", "life", "memory", "storage", "resolution", "range"})

Amount = Callable[[Facts], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    start: int
    end: int
    holds: Callable[[Facts, Sequence[Facts]], bool]


def check_comparisons(piece: Piece) -> None:
    """Raises Unfounded where one does not hold, or where it is not said between whom."""
    found = list(_comparisons(piece))
    if found:
        _check(piece, found)
    if found or piece.advises:
        _check_of_all(piece)
    for start, end, same in piece.spans(THE_SAME):
        what = same["what"] or ("rating" if "rated" in same.group() else "price")
        if len(piece.subjects) < 2 or not _alike(piece.subjects, what):
            raise Unfounded(Reason.COMPARISON)
        piece.use(start, end)
        piece.claims += 1


def _check(piece: Piece, found: Sequence[_Compared]) -> None:
    thans = list(piece.spans(THAN))
    if len(thans) > 1:
        raise Unfounded(Reason.COMPARISON)
    subject = _subject(piece, thans[0][0] if thans else len(piece.words))
    others = _others(piece, subject, thans[0] if thans else None)
    for compared in found:
        if _is_by_how_much(piece, compared.start):
            raise Unfounded(Reason.NUMBER)
        if not others or not compared.holds(subject, others):
            raise Unfounded(Reason.COMPARISON)
        piece.use(compared.start, compared.end)
        piece.claims += 1
    for start, end, _ in thans:
        piece.use(start, end)
    piece.subjects = _meant_by_the_rest(piece, subject, thans)


def _is_by_how_much(piece: Piece, start: int) -> bool:
    """ "12 oz lighter" tells a difference, and twelve ounces are what it weighs."""
    return any(word.is_number for word in piece.words[max(0, start - 2) : start]) and not piece.words[start - 1].stops


def _check_of_all(piece: Piece) -> None:
    """ "Of the three": of as many as there are."""
    for start, end, of_all in piece.spans(OF_ALL):
        if of_all["number"] not in {None, str(len(piece.everyone))}:
            raise Unfounded(Reason.COMPARISON)
        piece.use(start, end)


def _comparisons(piece: Piece) -> Iterable[_Compared]:
    """What is longer is first looked for with its name: "longer battery life" is no length."""
    taken: set[int] = set()
    for pattern, holds in (*_of_all_products(), *_of_what(piece), *_by_adjective()):
        for start, end, _ in piece.spans(pattern):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield _Compared(start=start, end=end, holds=holds)


def _of_all_products() -> Iterable[tuple[re.Pattern[str], Callable[[Facts, Sequence[Facts]], bool]]]:
    yield CHEAPER, lambda one, others: _beats(one, others, _price, sign=-1)
    yield DEARER, lambda one, others: _beats(one, others, _price, sign=1)
    yield HIGHER_RATED, lambda one, others: _beats(one, others, _rating, sign=1)
    yield LOWER_RATED, lambda one, others: _beats(one, others, _rating, sign=-1)


def _of_what(piece: Piece) -> Iterable[tuple[re.Pattern[str], Callable[[Facts, Sequence[Facts]], bool]]]:
    for name in sorted({name for facts in piece.everyone for name in facts.attributes}, key=len, reverse=True):
        label = re.escape(name.replace("_", " "))
        for words, sign in _more_and_less(name):
            yield re.compile(rf"\b(?:{words}) {label}\b"), _measured((name,), sign)


def _more_and_less(name: str) -> Iterable[tuple[str, int]]:
    """More is better of a few things only, and a lower temperature is the warmer bag's."""
    if name in COLDER_IS_MORE:
        return (("higher|highest", -1), ("lower|lowest", 1))
    better = HIGH if MORE_IS_BETTER & set(name.split("_")) else HIGH.replace("better|best|", "").replace("|extra", "")
    return ((better, 1), (LOW, -1))


def _by_adjective() -> Iterable[tuple[re.Pattern[str], Callable[[Facts, Sequence[Facts]], bool]]]:
    for pattern, names, sign in ADJECTIVES:
        yield re.compile(rf"\b(?:{pattern})\b"), _measured(names, sign)


def _measured(names: Sequence[str], sign: int) -> Callable[[Facts, Sequence[Facts]], bool]:
    def holds(one: Facts, others: Sequence[Facts]) -> bool:
        several = [one, *others]
        name = next((name for name in names if all(name in facts.attributes for facts in several)), None)
        if name is None:
            return False
        amounts = comparable([facts.attributes[name] for facts in several])
        turned = -sign if name in COLDER_IS_MORE else sign
        return len(amounts) == len(several) and all(
            (amounts[0] - amounts[at]) * turned > 0 for at in range(1, len(several))
        )

    return holds


def _subject(piece: Piece, before: int) -> Facts:
    named = {key for word in piece.words[:before] for key in word.keys}
    meant = [facts for facts in piece.subjects if not named or facts.key in named]
    if len(meant) != 1:
        raise Unfounded(Reason.COMPARISON)
    return meant[0]


def _others(piece: Piece, subject: Facts, than: tuple[int, int, re.Match[str]] | None) -> list[Facts]:
    """Whom it is compared with: who is named after "than", or all others."""
    others = [facts for facts in piece.everyone if facts.key != subject.key]
    if than is None:
        return others
    whom = than[2]["whom"]
    if NAME not in whom:
        if whom in {"other", "other 1"} and len(others) > 1:
            raise Unfounded(Reason.COMPARISON)
        return others
    named = {key for word in piece.words[than[0] : than[1]] for key in word.keys}
    if subject.key in named:
        raise Unfounded(Reason.COMPARISON)
    return [facts for facts in piece.everyone if facts.key in named]


def _meant_by_the_rest(
    piece: Piece, subject: Facts, thans: Sequence[tuple[int, int, re.Match[str]]]
) -> Sequence[Facts]:
    """What comes after "than the other" may be heard of either."""
    behind = thans and any(not word.stops for word in piece.words[thans[0][1] :])
    return piece.subjects if behind and len(piece.subjects) > 1 else [subject]


def _beats(one: Facts, others: Sequence[Facts], amount: Amount, *, sign: int) -> bool:
    if len({facts.card.price.currency for facts in (one, *others)}) > 1:
        return False
    own = amount(one)
    theirs = [amount(other) for other in others]
    return own is not None and all(other is not None and (own - other) * sign > 0 for other in theirs)


def _alike(several: Sequence[Facts], what: str) -> bool:
    found = {facts.card.price if what == "price" else facts.product.rating for facts in several}
    return len(found) == 1 and None not in found


def _price(facts: Facts) -> float:
    return float(facts.card.price.amount_minor)


def _rating(facts: Facts) -> float | None:
    """As it is told: 4.41 is no better than 4.39 to anybody."""
    return None if facts.product.rating is None else round(facts.product.rating, 1)
