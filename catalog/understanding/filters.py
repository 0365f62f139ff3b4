"""Brands, colours, materials and other attributes as filters, where the thing asked for shows that they are meant."""

from catalog.colors import plain_color
from catalog.understanding.brands import CUES
from catalog.understanding.colors import is_basic
from catalog.understanding.devices import FAMILIES as DEVICES
from catalog.understanding.devices import MODELS
from catalog.understanding.draft import Draft
from catalog.understanding.foods import FOODS, IDIOMS
from catalog.understanding.lexicon import COMPATIBLE, DIETARY, MATERIAL, WHERE_KNOWN, Label, Mention
from catalog.understanding.materials import PURELY, material_names
from catalog.understanding.negation import COLOR_WORDS
from catalog.understanding.sentence import Head, Sentence
from catalog.understanding.vocabulary import KindFacts
from catalog.understanding.words import word_set

_COLOR_LEADS = COLOR_WORDS | word_set("in of the a")
_IN = word_set("in color colour colored coloured shade")
_MADE = frozenset(["of", "in", "from"])
_NO_THING = word_set("one ones color colour colored coloured version")
_FITTING = word_set("for with to my the a an our fit fits fitting compatible works work working goes go that")
_GRADES = word_set("or extra ultra super semi half non less more too very almost nearly")
_TOWARDS = word_set("for to a my the our little old new young his her an own")


def read_brands(sentence: Sentence, draft: Draft) -> None:
    """A brand that is also a thing's name ("apple") is the brand only after "by" or before another thing."""
    for mention in sentence.of_label(Label.BRAND):
        if not sentence.free(mention.start, mention.end):
            continue
        cued = sentence.norm(mention.start - 1) in CUES
        also = any(m.start == mention.start and m.label is not Label.BRAND for m in sentence.mentions)
        also = also or (mention.end - mention.start == 1 and sentence.norm(mention.start) in FOODS)
        if _is_device_to_fit(sentence, mention):
            continue
        if cued or not also or _names_who_makes(sentence, mention):
            draft.brands.extend(mention.meaning.values)
            sentence.take(mention.start, mention.end + (sentence.norm(mention.end) == "brand"), describing=True)


def _names_who_makes(sentence: Sentence, mention: Mention) -> bool:
    """An apple laptop is by Apple, apple juice is of apples."""
    follows = [m for m in sentence.of_label(Label.KIND) if m.start == mention.end]
    return bool(follows) and not any(sentence.norm(place) in FOODS for m in follows for place in range(m.start, m.end))


def _is_device_to_fit(sentence: Sentence, mention: Mention) -> bool:
    """Filters for my Dyson may be made by anyone."""
    if sentence.norm(mention.start) not in DEVICES or not _is_for(sentence, mention):
        return False
    facts = sentence.lexicon.facts(sentence.all_kinds())
    return any(any_has(facts, name) for name in COMPATIBLE)


def read_values(sentence: Sentence, draft: Draft) -> None:
    """Of two materials joined by "or" neither binds: a query can only ask for all of its attributes."""
    values = sentence.of_label(Label.VALUE)
    mentions = [m for m in values if sentence.free(m.start, m.end) and not _is_of_another_device(sentence, m)]
    meant = [m for m in mentions if _value_is_meant(sentence, m)]
    for mention in meant:
        if any(_alternatives(sentence, mention, other) for other in mentions):
            continue
        draft.require(mention.meaning.name, mention.meaning.values[0])
        if into := _kind_it_runs_into(sentence, mention):
            sentence.take(mention.start, into.start)
        elif not sentence.inside_kind(mention):
            wide_fit = mention.meaning.name == "width" and sentence.norm(mention.end) in {"fit", "width"}
            sentence.take(_start_of(sentence, mention), mention.end + wide_fit)


def _is_of_another_device(sentence: Sentence, mention: Mention) -> bool:
    """An iPhone 4 is more than the "iPhone" that some goods say they fit."""
    if mention.meaning.name not in COMPATIBLE or sentence.norm(mention.start) not in DEVICES:
        return False
    after = sentence.words[mention.end : mention.end + 1]
    return bool(after) and after[0].number is not None and not after[0].breaks and not after[0].money


def read_colors(sentence: Sentence, draft: Draft) -> None:
    for mention in sentence.of_label(Label.COLOR):
        if not sentence.free(mention.start, mention.end) or not _color_is_meant(sentence, mention):
            continue
        draft.colors.extend(mention.meaning.values)
        end = mention.end
        while sentence.norm(end) in {"color", "colored", "colour", "coloured"}:
            end += 1
        sentence.take(_start_of_color(sentence, mention.start), end)


def _start_of_color(sentence: Sentence, start: int) -> int:
    """With "the color of" or "in the shade" before it."""
    place = start
    while sentence.norm(place - 1) in _COLOR_LEADS and sentence.free(place - 1, place):
        place -= 1
    return place if any(sentence.norm(lead) in COLOR_WORDS for lead in range(place, start)) else start


def _color_is_meant(sentence: Sentence, mention: Mention) -> bool:
    """Only of a thing that comes in colours: "brown" of boots, but not of rice; a mere fruit or metal needs more."""
    said = sentence.text(mention.start, mention.end)
    plural = sentence.words[mention.end - 1].norm != sentence.words[mention.end - 1].key
    solid = sentence.norm(mention.start - 1) in PURELY and not is_basic(said)
    if plural or solid or _inside_longer(sentence, mention) or _is_of_another(sentence, mention):
        return False
    cued = sentence.norm(mention.start - 1) in _IN or sentence.norm(mention.end) in _IN - {"in"} | {"one", "ones"}
    head = sentence.head(mention.start, mention.end)
    if head.kinds:
        return any_has(sentence.facts(head), "color") and (
            is_basic(said) or cued or head.named or _is_last(sentence, mention)
        )
    if head.named:
        return is_basic(said) and not _is_idiom(head)
    return is_basic(said) or cued


def _is_of_another(sentence: Sentence, mention: Mention) -> bool:
    """What goes with brown shoes is not brown itself."""
    place = mention.start - 1
    while sentence.norm(place) in {"my", "a", "the", "her", "his"}:
        place -= 1
    before = sentence.norm(place - 1) if sentence.norm(place) == "with" else sentence.norm(place)
    return before in {"goes", "go", "match", "matches", "matching", "coordinates"}


def _inside_longer(sentence: Sentence, mention: Mention) -> bool:
    return any(
        other.start <= mention.start
        and mention.end <= other.end
        and other.end - other.start > mention.end - mention.start
        for other in sentence.mentions
    )


def _is_last(sentence: Sentence, mention: Mention) -> bool:
    return not any(sentence.is_content(place) for place in range(mention.end, len(sentence.words)))


def _is_idiom(head: Head) -> bool:
    return any(word in FOODS or word in IDIOMS for word in head.words)


def _value_is_meant(sentence: Sentence, mention: Mention) -> bool:
    name, value = mention.meaning.name, mention.meaning.values[0]
    if kind := sentence.inside_kind(mention):
        facts = sentence.lexicon.facts(kind.meaning.values)
        return name == DIETARY and any(value in of_kind.get(name, ()) for of_kind in facts)
    if _inside_longer(sentence, mention):
        return False
    if name == DIETARY:
        return True
    if name == MATERIAL and (into := _kind_it_runs_into(sentence, mention)):
        return _comes_in(sentence, into.meaning.values, value)
    return _describes(sentence, mention, sentence.head(mention.start, mention.end))


def _describes(sentence: Sentence, mention: Mention, head: Head) -> bool:
    name, value = mention.meaning.name, mention.meaning.values[0]
    if name in WHERE_KNOWN:
        return any(value in of_kind.get(name, ()) for of_kind in sentence.facts(head))
    if name in COMPATIBLE:
        another = sentence.norm(mention.end) in MODELS and not sentence.words[mention.end].breaks
        return not another and _is_fitted(sentence, mention, head)
    if name == MATERIAL:
        return _material_is_meant(sentence, mention, head)
    return _is_chosen(sentence, mention, head)


def _kind_it_runs_into(sentence: Sentence, mention: Mention) -> Mention | None:
    """The down jacket of a goose down jacket."""
    kinds = (m for m in sentence.of_label(Label.KIND) if mention.start < m.start < mention.end < m.end)
    return next(kinds, None)


def _is_chosen(sentence: Sentence, mention: Mention, head: Head) -> bool:
    """Of goods that all have the attribute, so that those without the value are none of what is wanted."""
    name, value = mention.meaning.name, mention.meaning.values[0]
    before, after = sentence.norm(mention.start - 1), sentence.norm(mention.end)
    if before in _GRADES or after == "or" or _belongs_to_another(sentence, mention, head):
        return False
    vocabulary = sentence.lexicon.vocabulary
    kinds = [kind for kind in _kinds_of(sentence, head) if kind in vocabulary.kinds]
    told = bool(kinds) and all(name in vocabulary.choices.get(kind, ()) for kind in kinds)
    values = {held for kind in kinds for held in vocabulary.kinds[kind].get(name, ())}
    return told and value in values and len(values) > 1


def _belongs_to_another(sentence: Sentence, mention: Mention, head: Head) -> bool:
    """A lid of a salsa jar is not mild."""
    end = mention.end + len(head.words)
    return head.named and bool(head.kinds) and not any(m.end == end for m in sentence.of_label(Label.KIND))


def _kinds_of(sentence: Sentence, head: Head) -> tuple[str, ...]:
    """A cast iron skillet is of a frying pan's material, whatever the shop calls it."""
    if head.kinds or not head.named:
        return head.kinds
    return sentence.lexicon.namesakes.kinds_called(head.words)


def _start_of(sentence: Sentence, mention: Mention) -> int:
    """With "that fits my" or "compatible with the" before what a thing has to fit, and with "100 percent"."""
    start = mention.start
    if mention.meaning.name == MATERIAL:
        if sentence.norm(start - 1) in PURELY:
            return start - 1
        if sentence.norm(start - 1) == "percent":
            return start - 2 if sentence.norm(start - 2).isdigit() else start - 1
        if (sentence.norm(start - 2), sentence.norm(start - 1)) == ("out", "of"):
            return start - 2
    if mention.meaning.name in COMPATIBLE:
        while sentence.norm(start - 1) in _FITTING and sentence.free(start - 1, start):
            start -= 1
    return start


def _is_fitted(sentence: Sentence, mention: Mention, head: Head) -> bool:
    """ "A case for a laptop" fits it, "I'm looking for a laptop" wants it."""
    name = mention.meaning.name
    if any(m.start == mention.start for m in sentence.of_label(Label.KIND)):
        others = [m for m in sentence.of_label(Label.KIND) if m.start != mention.start]
        kinds = [kind for other in others for kind in other.meaning.values]
        return any_has(sentence.lexicon.facts(kinds), name)
    facts = sentence.facts(head)
    return (_is_for(sentence, mention) or head.named) and (not facts or any_has(facts, name))


def _is_for(sentence: Sentence, mention: Mention) -> bool:
    place = mention.start - 1
    while sentence.norm(place) in _TOWARDS - {"for", "to"}:
        place -= 1
    return sentence.norm(place) in {"for", "with", "fit", "fits", "to"}


def _material_is_meant(sentence: Sentence, mention: Mention, head: Head) -> bool:
    """ "Leather" describes boots; before a cleaner, or anything else the shop makes of nothing, it is just a word."""
    cued = sentence.norm(mention.start - 1) in _MADE or sentence.norm(mention.end) in _NO_THING
    colors = {plain_color(color) for facts in sentence.facts(head) for color in facts.get("color", ())}
    if colors & {m.meaning.values[0] for m in sentence.of_label(Label.COLOR) if m.start == mention.start}:
        return False
    if head.kinds:
        return any_has(sentence.facts(head), MATERIAL) and (cued or head.named or _is_last(sentence, mention))
    return _comes_in(sentence, _kinds_of(sentence, head), mention.meaning.values[0]) if head.named else cued


def _comes_in(sentence: Sentence, kinds: tuple[str, ...], material: str) -> bool:
    facts = sentence.lexicon.facts(kinds)
    return any(material in material_names(value) for of_kind in facts for value in of_kind.get(MATERIAL, ()))


def _alternatives(sentence: Sentence, one: Mention, other: Mention) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    between = [sentence.norm(place) for place in range(first.end, second.start)]
    return one.meaning.name == other.meaning.name and between == ["or"]


def any_has(facts: list[KindFacts], name: str) -> bool:
    return any(of_kind.get(name) for of_kind in facts)
