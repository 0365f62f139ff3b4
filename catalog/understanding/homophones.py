"""Words that sound alike, set right only where the catalogue has a thing of that name in just that place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.measures import MEASURES
from catalog.understanding.words import Word, singular, word_set

_SOUNDING_ALIKE = """
pear pair pare|flower flour|meet meat|leak leek|stake steak|serial cereal|bred bread|role roll|dye die|mail male|
soul sole|peace piece|sell cell|bean been|berry bury|mussel muscle|plumb plum|beat beet|currant current|
carat carrot karat|desert dessert|time thyme|chilly chili chilli|moose mousse|tea tee|dough doe|genes jeans|
close clothes|sox socks|boulder bolder|cord chord|reel real|hair hare|knight night|tow toe|sale sail|vale veil|
waist waste|wrap rap|bridle bridal|base bass|board bored|break brake|links lynx|mane main|pail pale|
pedal peddle petal|plane plain|ring wring|sauce source|scent cent sent|sheer shear|sweet suite|tail tale|vice vise|
weight wait|yoke yolk|hose hoes|stationary stationery|filet fillet|mince mints|palate pallet palette|tights tites|
heels heals|tacks tax|claws clause|cymbal symbol|grater greater|lute loot|mantle mantel|patients patience|
racket racquet|vein vane vain|wok walk|yogurt yoghurt|ketchup catsup|doughnuts donuts|maize maze|mule mewl|
ware wear|weave we've|bale bail|bolt bowlt|cellar seller|chews choose|foul fowl|fur fir|gnome nome|loch lock|
oar ore|paw pour pore|rain reign rein|rye wry|sun son|sealing ceiling|shoe shoo|slay sleigh|straight strait|
throne thrown|tide tied|vial vile|wine whine
"""
_GROUPS = [set(group.split()) for group in _SOUNDING_ALIKE.replace("\n", "").split("|")]
_ALIKE = {word: sorted(group - {word}) for group in _GROUPS for word in group}
_ALWAYS = {"cheep": "cheap", "cheeper": "cheaper", "cheepest": "cheapest", "sighs": "size", "sise": "size"}
_NUMBERS_HEARD = {"to": "two", "too": "two", "for": "four", "fore": "four", "won": "one", "ate": "eight"}
_UNITS_HEARD = frozenset({"pair", "roll", "piece"})
_PAIRS_HEARD = word_set("pear pears pare pares")
_LONGEST_NAME = 4
_COMPARING = word_set("less more cheaper lower higher other rather fewer greater better bigger smaller larger")
_GOING_ON = word_set(
    "for with without in of under over below above between from to at but not no and or that which less more cheaper "
    "please around about up by size on"
)

Names = Callable[[tuple[str, ...]], bool]


def heard_right(words: Sequence[Word], *, is_thing: Names, is_known: Callable[[str], bool]) -> list[Word]:
    """`is_thing` tells whether these keys name goods, `is_known` whether the catalogue uses a word at all."""
    made = [_number(words, place) or word for place, word in enumerate(words)]
    made = [_pair(made, place) or word for place, word in enumerate(made)]
    for place, word in enumerate(made):
        if (word.norm in _ALIKE or word.key in _ALIKE) and (not is_known(word.key) or _is_unit(word)):
            made[place] = _meant(made, place, is_thing) or word
    return made


def _number(words: Sequence[Word], place: int) -> Word | None:
    """ "Too gallons of milk" counts; "for women" does not, but "sneakers four women" is for them."""
    word, after = words[place], _norm(words, place + 1)
    if word.norm in _NUMBERS_HEARD and after in MEASURES and after.endswith("s") and _norm(words, place + 2) == "of":
        return _as(word, _NUMBERS_HEARD[word.norm])
    if word.norm == "four" and after in NAMED_WORDS and place > 0 and words[place - 1].number is None:
        return _as(word, "for")
    if word.norm in _ALWAYS:
        return _as(word, _ALWAYS[word.norm])
    return _as(word, "than") if word.norm == "then" and _norm(words, place - 1) in _COMPARING else None


def _pair(words: Sequence[Word], place: int) -> Word | None:
    """ "Two pear of sandals"."""
    if words[place].norm not in _PAIRS_HEARD or _norm(words, place + 1) != "of" or place == 0:
        return None
    return _as(words[place], "pair")


def _is_unit(word: Word) -> bool:
    return word.key in _UNITS_HEARD


def _meant(words: Sequence[Word], place: int, is_thing: Names) -> Word | None:
    word = words[place]
    plural = word.norm != word.key
    for alike in _ALIKE.get(word.norm) or ():
        other = _as(word, alike)
        if _names_a_thing(words, place, other, is_thing):
            return other
    if plural:
        for alike in _ALIKE.get(word.key) or ():
            other = _as(word, _plural_of(alike))
            if _names_a_thing(words, place, other, is_thing):
                return other
    return None


def _names_a_thing(words: Sequence[Word], place: int, other: Word, is_thing: Names) -> bool:
    """By itself only as the last word of a run: a flower girl is no flour girl."""
    if other.norm in NAMED_WORDS:
        return place + 1 < len(words) and is_thing((words[-1].key,))
    for start, end in _spans(len(words), place):
        keys = tuple(other.key if n == place else words[n].key for n in range(start, end))
        if is_thing(keys):
            return not _is_unit(words[place]) or _norm(words, start - 1) == "of"
    if not is_thing((other.key,)) or not _ends_here(words, place):
        return False
    return not _is_unit(words[place]) or _norm(words, place - 1) == "of"


def _spans(length: int, place: int) -> Iterator[tuple[int, int]]:
    for size in range(_LONGEST_NAME, 1, -1):
        for start in range(max(0, place - size + 1), min(place, length - size) + 1):
            yield start, start + size


def _ends_here(words: Sequence[Word], place: int) -> bool:
    after = place + 1
    return after >= len(words) or words[after].breaks or words[after].norm in _GOING_ON


def _plural_of(word: str) -> str:
    return word if word.endswith("s") else word + "s"


def _norm(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""


def _as(word: Word, norm: str) -> Word:
    return replace(word, text=norm, norm=norm, key=singular(norm))
