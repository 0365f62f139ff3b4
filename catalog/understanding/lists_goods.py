"""Where goods are named in a sentence: the longest names the catalogue and the language know, none over another."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.understanding.amounts import amounts_in
from catalog.understanding.foods import FOODS
from catalog.understanding.lexicon import DIETARY, Label, Mention
from catalog.understanding.lists_words import ONE_THING, TWO_THINGS, makes_one_name
from catalog.understanding.measures import MEASURES
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import singular

_FOOD_FACTS = (DIETARY, "allergens", "flavor")


@dataclass(frozen=True, slots=True)
class Goods:
    """`kinds` are the catalogue's; goods without are named by the language only, and `pair` is a saying with "and"."""

    start: int
    end: int
    kinds: tuple[str, ...] = ()
    pair: bool = False


def goods_in(sentence: Sentence) -> dict[int, Goods]:
    """By where they begin. Of names over one another those are taken that leave the fewest words to others."""
    found = [*_named(sentence), *_pairs(sentence), *_foods(sentence)]
    ends: dict[int, list[Goods]] = {}
    for goods in found:
        ends.setdefault(goods.end, []).append(goods)
    best: list[tuple[int, int, tuple[Goods, ...]]] = [(0, 0, ())]
    for end in range(1, len(sentence.words) + 1):
        options = [best[end - 1]]
        for goods in ends.get(end, ()):
            covered, fewer, before = best[goods.start]
            options.append((covered + goods.end - goods.start, fewer - 1, (*before, goods)))
        best.append(max(options, key=lambda option: option[:2]))
    return {goods.start: goods for goods in best[-1][2]}


def is_plural(sentence: Sentence, goods: Goods) -> bool:
    word = sentence.words[goods.end - 1]
    return word.norm != word.key and word.norm.endswith("s")


def is_food(sentence: Sentence, goods: Goods) -> bool:
    said = sentence.words[goods.end - 1].norm
    return said in FOODS or any(
        facts.get(name) for facts in sentence.lexicon.facts(goods.kinds) for name in _FOOD_FACTS
    )


def is_full_name(goods: Goods) -> bool:
    """Two words and more that leave nothing of a kind's name unsaid."""
    words = goods.end - goods.start
    return words > 1 and any(len(kind.split()) == words for kind in goods.kinds)


def is_one_name(sentence: Sentence, before: Goods, goods: Goods) -> bool:
    """Whether two names beside each other are one: a "boot tray" is neither boots nor a tray."""
    if before.end != goods.start:
        return False
    if sentence.words[goods.start].glue != " " or (before.pair and not before.kinds):
        return True
    said = sentence.words[before.end - 1].norm
    head = sentence.words[goods.end - 1].norm
    alone = goods.end - goods.start == 1
    return (alone and makes_one_name(said, head)) or _is_said_as_modifier(sentence, before)


def is_fruit(sentence: Sentence, mention: Mention) -> bool:
    """Olives and oranges are no colours."""
    word = sentence.words[mention.end - 1]
    return mention.label is Label.COLOR and word.norm != word.key


def _is_said_as_modifier(sentence: Sentence, goods: Goods) -> bool:
    """What the shop sells as "potatoes" is no thing to buy where "potato" is said."""
    said = sentence.words[goods.end - 1].norm
    if said != singular(said):
        return False
    if goods.kinds:
        return all(kind.split()[-1] != singular(kind.split()[-1]) for kind in goods.kinds)
    return f"{said}s" in FOODS or f"{said}es" in FOODS


def _named(sentence: Sentence) -> Iterable[Goods]:
    """A colour's or a brand's name before more words is no orange and no apple."""
    parts = {place for amount in amounts_in(sentence) for place in range(amount.start, amount.end)}
    for mention in sentence.of_label(Label.KIND):
        if mention.start in parts:
            continue
        if not _is_rather_a_quality(sentence, mention) and not _counts_pieces(sentence, mention):
            yield Goods(mention.start, mention.end, mention.meaning.values)


def _is_rather_a_quality(sentence: Sentence, kind: Mention) -> bool:
    """An "orange shirt" is no fruit, for shirts come in colours; "oatmeal cookies" are no oatmeal-coloured ones."""
    if not sentence.is_content(kind.end) or sentence.words[kind.end].breaks:
        return False
    same = [m for m in sentence.mentions if (m.start, m.end) == (kind.start, kind.end) and m.label is not Label.KIND]
    following = [m for m in sentence.of_label(Label.KIND) if m.start == kind.end]
    facts = [of_kind for m in following for of_kind in sentence.lexicon.facts(m.meaning.values)]
    return any(
        m.label is Label.BRAND or any(of_kind.get(m.meaning.name) for of_kind in facts)
        for m in same
        if not is_fruit(sentence, m)
    )


def _counts_pieces(sentence: Sentence, kind: Mention) -> bool:
    """ "Mugs, set of four" and "wipes, 2-pack"."""
    before = sentence.words[kind.start - 1 : kind.start]
    if sentence.words[kind.start].glue != " " and any(word.number is not None for word in before):
        return sentence.norm(kind.start) in MEASURES
    following = sentence.words[kind.end + 1 : kind.end + 2]
    return sentence.norm(kind.end) == "of" and any(word.number is not None for word in following)


def _pairs(sentence: Sentence) -> Iterable[Goods]:
    kinds = sentence.of_label(Label.KIND)
    for place in range(1, len(sentence.words) - 1):
        if sentence.norm(place) != "and" or not _is_pair(sentence, place):
            continue
        start = min([m.start for m in kinds if m.end == place], default=place - 1)
        end = max([m.end for m in kinds if m.start == place + 1], default=place + 2)
        yield Goods(start, end, pair=True)


def _is_pair(sentence: Sentence, place: int) -> bool:
    """ "Salt and pepper shakers" are one thing; salt and pepper are two."""
    beside = (sentence.norm(place - 1), sentence.norm(place + 1))
    goes_on = sentence.is_content(place + 2) and not sentence.words[place + 2].breaks
    return beside in ONE_THING or (beside in TWO_THINGS and goes_on)


def _foods(sentence: Sentence) -> Iterable[Goods]:
    """Food that the shop does not know is still no quality of what is named after it."""
    for place, word in enumerate(sentence.words):
        in_mention = any(m.start <= place < m.end and not is_fruit(sentence, m) for m in sentence.mentions)
        goes_on = sentence.is_content(place + 1) and not sentence.words[place + 1].breaks
        counts = word.norm == word.key and {f"{word.norm}s", f"{word.norm}es"} & FOODS
        if word.norm in FOODS and not in_mention and sentence.is_content(place) and not (counts and goes_on):
            yield Goods(place, place + 1)
