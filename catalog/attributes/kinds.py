"""What a thing is: the head of its name with the words that make it a kind, "memory foam mattress" or "dog food"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.attributes.audiences import is_audience
from catalog.attributes.colors import COLORS, trailing_color
from catalog.attributes.finding import DOUBTFUL, LIKELY, STATED, USUAL, Finding
from catalog.attributes.goods import EDIBLE, HEADS, LIQUID, SCENTED, Goods
from catalog.attributes.materials import is_material, material_at
from catalog.attributes.sizes import trailing_size
from catalog.attributes.tastes import is_only_taste, is_taste
from catalog.attributes.text import STOPS, Part
from catalog.retrieval.analyser import singular
from catalog.retrieval.phrases import COLLECTIONS
from catalog.understanding.words import word_set

MOST_WORDS = 4
# A catalogue that taught so many phrases has said which longer ones are kinds; another has to be helped.
_TAUGHT = 200
# Nouns and the like that make one kind out of another, whoever sells it.
_MODIFIERS = word_set(
    "air all-purpose area baby ball ballpoint barbecue baseball basketball bath bathroom bbq beach beard bed "
    "bedroom bike bird blackout bluetooth board body boot brake bubble building burger button cake camping car "
    "cargo cat chef chelsea claw closet cloth coffee cold computer cookie cooking cordless craft crew crossbody "
    "curling cutting deck dental desk dining dish dog door down drawing dress dressing drum dutch ear electric "
    "engine essential extension eye face fabric facial fashion fire fish fishing floor folding food foot foam "
    "frying game gaming garden gel gift golf greek green ground guitar hair hand hardwood hiking hoop hot house "
    "ice impact ink in-ear jigsaw kitchen knee knit laptop laundry lawn lightning lip maple massage mattress meat "
    "memory model motor mountain nail neck noise office olive outdoor oven over-ear paint pajama party patio "
    "peanut pet phone photo picture pillow pipe play playing plush pocket pool power pressure protein rain razor "
    "remote rice robot rubber running safety scratching screen seat sewing shampoo shaving shoe shopping shower "
    "sink skin sleeping smart snow soccer solar sparkling sports stand steering storage stuffed sun sweat swim "
    "table tank tape tea tennis throw toilet tool tooth track trail training trash travel trekking tv usb utility "
    "vacuum video walking wall wardrobe washing watch water wax wedding weight wet window winter wiper wireless "
    "wine work yoga"
)
_QUALITIES = word_set(
    "new newest premium best great good quality high heavy duty super ultra soft hard large small medium big mini "
    "tiny extra long short wide narrow thick thin classic modern vintage retro cute funny unique stylish elegant "
    "luxury deluxe original genuine real pure natural organic vegan fresh purpose adjustable portable waterproof "
    "water-resistant durable lightweight comfortable cozy breathable reusable disposable washable universal "
    "compatible professional pro plus slim fit relaxed regular loose fitted sleeveless casual formal upgraded "
    "improved easy quick fast free one two three four set-of scented unscented flavored flavor flavoured flavour "
    "double single multi assorted pack women girls sized size certified renewed refurbished personalized custom "
    "handmade indoor rechargeable replacement matte glossy clear genuine firm plush-soft this that my your our "
    "its very more most"
)
# These say nothing alone; with what makes a kind of them they do: "knife set".
_VAGUE = COLLECTIONS | word_set(
    "part accessory supply tool gift base refill replacement accessories pad item good product food"
)
_UNEATEN = frozenset(Goods) - {Goods.FOOD, Goods.UNKNOWN, Goods.HOME, Goods.PETS, Goods.CARE, Goods.MEDIA}
# Garments named one after another are names for the same thing, not kinds of each other.
_NOT_MORE_THAN_ONE = frozenset({Goods.WORN})
_GARMENTS_TOO = frozenset({"dress", "shirt"})
_NOT_A_THING = word_set(
    "adult made series style design edition version size color brand collection volume model look day year month "
    "season way life love world time inch piece count ounce petite only"
)
_ROASTS = frozenset({"dark", "medium", "light", "blonde", "french", "italian"})
_COMES_IN_TASTES = LIQUID | SCENTED | EDIBLE | word_set("yogurt yoghurt soda granola oatmeal cereal") - {"set", "sheet"}
# A title that is a sentence ends in what it is: "people who talk before coffee funny t-shirt".
_IN_SENTENCES = word_set("who on to that is are your when where has like")
_FOLLOWERS = word_set(
    "ink point style recipe ionic matte non slip non-slip adjustable waterproof washable reusable disposable "
    "lightweight portable seamless wire-free sleeveless striped unscented unflavored drawstring frozen outdoor "
    "indoor unsweetened ribbed quilted insulated rechargeable cordless wireless rgb ips prediluted enameled "
    "clumping replacement unisex stackable foldable leakproof assorted organic vegan set kit pack boneless skinless "
    "whitening lean roasted original salted unsalted"
)
_FOLLOWERS_ALONE = _FOLLOWERS - COLLECTIONS


@dataclass(frozen=True, slots=True)
class Named:
    """The kind, and where its noun stands: in which part of the title and at which word; `head` is its singular."""

    kind: str
    head: str
    part: int
    place: int
    confidence: float

    @property
    def finding(self) -> Finding:
        return Finding("kind", self.kind, self.confidence)


NAMELESS = Named(kind="", head="", part=-1, place=-1, confidence=0.0)


def named(parts: Sequence[Part], category: Sequence[str], goods: Goods, recurring: frozenset[str]) -> Named:
    """The surest reading; `recurring` are phrases by which things of the catalogue go again and again."""
    shelf = {singular(words[-1]) for level in category[-2:] if (words := level.lower().split())}
    best = NAMELESS
    for found in _candidates(parts, shelf, goods, recurring):
        if found.confidence > best.confidence:
            best = found
    return best


def endings_of(parts: Sequence[Part]) -> Iterator[str]:
    """The phrases a title's first part ends in, singular: what a catalogue's kinds are learned from."""
    if not parts:
        return
    words = _without_tastes(_stripped(parts[0].chunk))
    if not words or (not can_modify(words[-1]) and singular(words[-1]) not in HEADS):
        return
    for start in range(len(words) - 1, max(-1, len(words) - MOST_WORDS - 1), -1):
        if start < len(words) - 1 and not can_modify(words[start]):
            return
        yield key_of(words[start:])


def key_of(words: Iterable[str]) -> str:
    return " ".join(singular(word) for word in words)


def _candidates(parts: Sequence[Part], shelf: set[str], goods: Goods, recurring: frozenset[str]) -> Iterator[Named]:
    for part in parts:
        if part.dependent:
            continue
        words = _without_tastes(_stripped(part.chunk))
        place = (part.place, shelf, goods, recurring)
        if found := _at_end(words, *place) or _inside(words, *place):
            yield found
    for part in parts[:1]:
        words = _stripped(part.words)
        stopped_by = part.words[len(part.chunk) :][:1]
        if (
            stopped_by
            and stopped_by[0] in _IN_SENTENCES
            and (found := _at_end(words, part.place, shelf, goods, recurring))
        ):
            yield _less_sure(found)


def _at_end(
    words: tuple[str, ...], part: int, shelf: set[str], goods: Goods, recurring: frozenset[str]
) -> Named | None:
    if not words:
        return None
    head = singular(words[-1])
    known = _can_head(head, goods)
    if not known and (part or goods is Goods.MEDIA or head not in recurring or not _can_be_a_thing(words[-1])):
        return None
    sure = USUAL if part == 0 and known else LIKELY
    if head in shelf:
        sure = STATED - 0.01 * min(part, 5)
    return _named(words, len(words) - 1, part, recurring, sure)


def _inside(
    words: tuple[str, ...], part: int, shelf: set[str], goods: Goods, recurring: frozenset[str]
) -> Named | None:
    """A noun with more words after it: sure where they only describe, or the shelf is called so."""
    for place in range(len(words) - 2, -1, -1):
        head = singular(words[place])
        if not _can_head(head, goods):
            continue
        describing = all(_describes(word) for word in words[place + 1 :])
        sure = LIKELY if describing or head in shelf else DOUBTFUL
        return _named(words, place, part, recurring, sure - (0.02 if part else 0.0))
    return None


def _named(words: tuple[str, ...], place: int, part: int, recurring: frozenset[str], confidence: float) -> Named:
    start, head = place, singular(words[place])
    unheard = 1 if len(recurring) >= _TAUGHT else 2
    for earlier in range(place - 1, max(-1, place - MOST_WORDS), -1):
        of_its_kind = _memory_foam(words, earlier) or _is_food_of_food(words, earlier, head)
        if words[earlier] in words[earlier + 1 : place + 1] or not (of_its_kind or can_modify(words[earlier])):
            break
        if not of_its_kind and material_at(words, earlier):
            break
        whole = key_of(words[earlier : place + 1]) in recurring
        near = start == earlier + 1 and place - earlier <= unheard and _makes_a_kind(words, earlier)
        if whole or near:
            start = earlier
    if start == place and head in _VAGUE:
        confidence = min(confidence, DOUBTFUL)
    return Named(" ".join(words[start : place + 1]), head, part, place, round(confidence, 2))


def _less_sure(found: Named) -> Named:
    return Named(found.kind, found.head, found.part, found.place, min(found.confidence, LIKELY - 0.05))


def _stripped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the colour and size titles end in."""
    while len(words) > 1:
        size, taken = trailing_size(words, Goods.WORN, "")
        if not size:
            color, taken = trailing_color(words, Goods.UNKNOWN)
            if not color or singular(words[-1]) in HEADS:
                break
        words = words[:-taken]
    if len(words) > 2 and words[-1] == "roast" and words[-2] in _ROASTS:
        words = words[:-2]
    while len(words) > 1 and (is_audience(words[-1]) or words[-1] in _FOLLOWERS_ALONE or not _wordy(words[-1])):
        words = words[:-1]
    return words


def _without_tastes(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Protein bars peanut butter chocolate" are bars, "greek yogurt strawberry" is yogurt."""
    end = len(words)
    while end > 1 and is_taste(words[end - 1]):
        end -= 1
    if words and _is_plural_head(words[end - 1]):
        return words[:end]
    end = len(words)
    while end > 1 and (is_only_taste(words[end - 1]) or (end < len(words) and words[end - 1] == "fresh")):
        end -= 1
    return words[:end] if words and singular(words[end - 1]) in _COMES_IN_TASTES else words


def _can_head(head: str, goods: Goods) -> bool:
    if goods is Goods.MEDIA:
        return HEADS.get(head) in {Goods.MEDIA, Goods.TOYS, Goods.OFFICE}
    return head in HEADS and not (goods in _UNEATEN and HEADS[head] is Goods.FOOD)


def _makes_a_kind(words: tuple[str, ...], place: int) -> bool:
    word = words[place]
    sort, next_sort = HEADS.get(singular(word)), HEADS.get(singular(words[place + 1]))
    if sort is next_sort and sort in _NOT_MORE_THAN_ONE:
        return word in _GARMENTS_TOO
    if sort is not None or word in _MODIFIERS:
        return True
    return word == "t" and words[place + 1].startswith("shirt")


def can_modify(word: str) -> bool:
    if word in _MODIFIERS:
        return True
    return not (
        word in COLORS
        or word in _QUALITIES
        or word in STOPS
        or is_material(word)
        or is_audience(word)
        or word.endswith("-free")
        or not _wordy(word)
    )


def _memory_foam(words: tuple[str, ...], place: int) -> bool:
    return words[place] in {"memory", "foam"} and "foam" in words[place : place + 2]


def _is_food_of_food(words: tuple[str, ...], place: int, head: str) -> bool:
    """Almond butter and orange juice are named after what is a colour elsewhere."""
    return HEADS.get(singular(words[place])) is Goods.FOOD and HEADS.get(head) is Goods.FOOD


def _wordy(word: str) -> bool:
    return word != "&" and not any(sign.isdigit() for sign in word) and (len(word) > 1 or word == "t")


def _can_be_a_thing(word: str) -> bool:
    return word.isalpha() and len(word) > 3 and singular(word) not in _NOT_A_THING and word not in _QUALITIES


def _is_plural_head(word: str) -> bool:
    return word.endswith("s") and singular(word) in HEADS and singular(word) != word


def _describes(word: str) -> bool:
    return (
        is_taste(word)
        or word in _FOLLOWERS
        or word in _QUALITIES
        or word in COLORS
        or is_material(word)
        or is_audience(word)
        or not _wordy(word)
    )
