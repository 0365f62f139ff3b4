"""Several things in one sentence, each as it would have been asked for alone: "milk eggs and two loaves of bread"."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.query import Query
from catalog.understanding.amounts import amounts_in
from catalog.understanding.lexicon import DIETARY, MATERIAL, Label
from catalog.understanding.lists_goods import is_food, is_full_name, is_plural
from catalog.understanding.lists_pieces import Cut, Cutter, Piece
from catalog.understanding.lists_words import (
    CLAUSE,
    COMPARING,
    ORDERING,
    ORDINALS,
    REFERENCES,
    SET_HEADS,
    is_adjective,
)
from catalog.understanding.sentence import Sentence

MOST_ITEMS = 10
_LONGEST_UNKNOWN = 3
_SHORTEST_ENUMERATION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a list: its own words, with the bounds that were said for all, and what they ask for.

    `amount` is that of all together, where the same thing was asked for more than once.
    """

    text: str
    query: Query
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`left_out` counts the things beyond the tenth. Where `spoken_apart` is false the things stood beside each other
    with nothing between, and may yet be one thing that the shop calls so."""

    items: tuple[Item, ...]
    left_out: int = 0
    spoken_apart: bool = True


def things_in(sentence: Sentence) -> list[Piece]:
    """The pieces that are things of their own, in the order said; a single one for what is no list."""
    pieces = Cutter(sentence).cut()
    whole = [_joined(pieces)]
    if any(word.norm in COMPARING for word in sentence.words):
        return whole
    things = _without_chance(sentence, _without_doubtful(_attached(sentence, pieces)))
    named = len(things) > 1 and any(thing.head for thing in things)
    return things if named or _enumerates(things) else whole


def are_apart(things: Sequence[Piece]) -> bool:
    """Whether a word, a pause or an amount stood between any two of them."""
    return any(thing.cut >= Cut.AND for thing in things[1:])


def _enumerates(things: Sequence[Piece]) -> bool:
    """Three and more things nobody knows are a list still, and so are two that are counted."""
    return len(things) >= _SHORTEST_ENUMERATION or (len(things) > 1 and all(thing.counted for thing in things))


def _attached(sentence: Sentence, pieces: Sequence[Piece]) -> list[Piece]:
    """What names nothing itself goes with what it describes."""
    things: list[Piece] = []
    ahead: Piece | None = None
    for number, cut in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        piece = _joined([ahead, cut]) if ahead else cut
        ahead = None
        if _names_something(sentence, piece):
            if things and _goes_on(sentence, things[-1], piece):
                things[-1] = _joined([things[-1], piece])
            else:
                things.append(piece)
        elif following and (not things or _describes_next(sentence, piece, following)):
            ahead = piece
        elif things:
            things[-1] = _joined([things[-1], piece])
    return things or [_joined(pieces)]


def _names_something(sentence: Sentence, piece: Piece) -> bool:
    if _is_an_amount(sentence, piece):
        return False
    return piece.head is not None or _is_reference(sentence, piece) or _is_unknown_thing(sentence, piece)


def _is_an_amount(sentence: Sentence, piece: Piece) -> bool:
    """ "And 512 gb of storage" tells more of the laptop before it."""
    told = {place for amount in amounts_in(sentence) for place in range(amount.start, amount.end)}
    said = [place for place in range(piece.start, piece.end) if sentence.is_content(place)]
    return bool(told) and bool(said) and told.issuperset(said)


def _is_unknown_thing(sentence: Sentence, piece: Piece) -> bool:
    """A noun nobody knows, rather than "waterproof", or half a sentence about a party."""
    if not piece.unknown:
        return False
    if piece.counted:
        return True
    norms = {word.norm for word in sentence.words[piece.start : piece.end]}
    few = len(piece.unknown) <= _LONGEST_UNKNOWN
    return few and not norms & CLAUSE and not is_adjective(sentence.norm(piece.unknown[-1]))


def _is_reference(sentence: Sentence, piece: Piece) -> bool:
    """ "The first one" and "it" are things to put into a cart, said beside others; "put it on my list" names none."""
    norms = [word.norm for word in sentence.words[piece.start : piece.end]]
    points = bool(norms) and (norms[-1] in REFERENCES or not ORDINALS.isdisjoint(norms))
    return points and {sentence.norm(place) for place in piece.unknown} <= ORDINALS


def _describes_next(sentence: Sentence, piece: Piece, following: Piece) -> bool:
    """ "Milk, red and blue socks": red is the socks'."""
    if following.cut not in {Cut.AND, Cut.COMMA} or following.head is None or piece.bound or piece.refuses:
        return False
    return bool(_qualities(sentence, piece) & _qualities(sentence, following))


def _qualities(sentence: Sentence, piece: Piece) -> set[tuple[Label, str]]:
    end = piece.head.start if piece.head else piece.end
    return {(m.label, m.meaning.name) for m in sentence.mentions if piece.start <= m.start and m.end <= end}


def _goes_on(sentence: Sentence, before: Piece, piece: Piece) -> bool:
    """After an "and", what may still be part of "without nuts" or "a sugar and cream set" is."""
    if piece.cut is not Cut.AND:
        return False
    if before.hangs or _is_said_of_next(sentence, before, piece):
        return not _opens_anew(sentence, piece) and not (before.refuses and piece.head and is_full_name(piece.head))
    return not piece.counted and _is_one_set(sentence, before, piece)


def _opens_anew(sentence: Sentence, piece: Piece) -> bool:
    """An amount, a bound or a quality of its own begins another thing, even after "without nuts and …"."""
    if piece.counted or piece.bound or piece.refuses:
        return True
    own = {label for label, name in _qualities(sentence, piece) if label is Label.BRAND or name == DIETARY}
    return bool(own) or (piece.head is not None and piece.head.pair)


def _is_said_of_next(sentence: Sentence, before: Piece, piece: Piece) -> bool:
    """A "cedar and smoke candle" is one: of two words nobody knows neither is a thing while a candle follows."""
    if before.head is not None or before.counted or piece.head is None:
        return False
    material = (Label.VALUE, MATERIAL) in _qualities(sentence, piece)
    return material or any(place < piece.head.start for place in piece.unknown)


def _is_one_set(sentence: Sentence, before: Piece, piece: Piece) -> bool:
    """ "Knife and fork set": one word each, and one head for both."""
    last = max((place for place in range(piece.start, piece.end) if sentence.is_content(place)), default=piece.start)
    if sentence.words[last].key not in SET_HEADS or (piece.head and piece.head.start < last < piece.head.end - 1):
        return False
    in_a_name = any(m.start < last < m.end for m in sentence.of_label(Label.KIND))
    return not in_a_name and last - piece.start == 1 and not before.bound


def _without_doubtful(things: Sequence[Piece]) -> list[Piece]:
    """Words nobody knows, and what is merely pointed at, are things only in the company of others: of one after an
    "and", of two after a mere pause."""
    sure = sum(not _is_doubtful(thing) for thing in things)
    if len(things) >= _SHORTEST_ENUMERATION:
        return list(things)
    paused = any(_is_doubtful(thing) and thing.cut is Cut.COMMA for thing in things[1:])
    return list(things) if sure and not paused else [_joined(things)]


def _is_doubtful(thing: Piece) -> bool:
    return thing.head is None and not thing.counted


def _without_chance(sentence: Sentence, things: Sequence[Piece]) -> list[Piece]:
    """Names merely beside each other are two things only where more than chance put them there."""
    kept = [things[0]]
    for number, thing in enumerate(things[1:], start=1):
        if thing.cut is Cut.BESIDE and not _stands_alone(sentence, things, number):
            kept[-1] = _joined([kept[-1], thing])
        else:
            kept.append(thing)
    return kept


def _stands_alone(sentence: Sentence, things: Sequence[Piece], number: int) -> bool:
    before, thing = things[number - 1], things[number]
    if before.head is None or thing.head is None:
        return False
    food = is_food(sentence, before.head)
    if len(things) < _SHORTEST_ENUMERATION and is_full_name(before.head) and is_full_name(thing.head):
        return not (food and is_food(sentence, thing.head))
    if len(things) < _SHORTEST_ENUMERATION:
        orders = any(word.norm in ORDERING for word in sentence.words[: before.head.start])
        return orders and food and is_food(sentence, thing.head) and is_plural(sentence, thing.head)
    next_cut = things[number + 1].cut if number + 1 < len(things) else None
    in_a_row = thing.cut is Cut.BESIDE and (before.cut <= Cut.AFTER_MANY or next_cut in {Cut.BESIDE, Cut.AFTER_MANY})
    return food or in_a_row


def _joined(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    heads = [piece.head for piece in pieces if piece.head]
    return Piece(
        start=first.start,
        cut=first.cut,
        end=last.end,
        head=heads[0] if heads else None,
        counted=any(piece.counted for piece in pieces if piece is first or piece.head),
        bound=any(piece.bound for piece in pieces),
        refuses=any(piece.refuses for piece in pieces),
        hangs=last.hangs,
        unknown=[place for piece in pieces for place in piece.unknown],
        settled=last.settled,
        spelled=first.spelled,
    )
