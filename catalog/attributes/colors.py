"""Which colour a thing has, by where the word stands: "orange" alone is a colour, in "orange juice" it is none."""

import re
from collections.abc import Iterator, Sequence

from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding
from catalog.attributes.goods import Goods
from catalog.colors import FAMILY_OF
from catalog.understanding.colors import BASIC
from catalog.understanding.foods import FOODS, IDIOMS
from catalog.understanding.words import word_set

_MORE = word_set(
    "clear transparent multicolor multicolour multi-color multicolored rainbow camo camouflage metallic nude "
    "champagne bronze titanium starlight platinum mahogany natural"
)
COLORS = frozenset(FAMILY_OF) | BASIC | _MORE
"""Each of them a colour where nothing else can be meant."""
SHADES = word_set(
    "dark light deep pale bright soft matte glossy metallic heather heathered midnight sky jet forest royal hot "
    "neon pastel dusty baby army hunter space rose electric ice steel powder burnt cool warm off true washed "
    "antique vintage brushed satin pearl cherry chocolate ocean fire blood navy mint sage lemon smoke smoky storm "
    "cobalt emerald ruby chalk classic blue green brown gray grey red pink purple"
)
"""Words before a colour that belong to it."""
_HUES = BASIC | word_set("silver gold orange mint sage camel mustard clear ivory cream olive emerald multicolor rose")
_NOT_HUES = word_set(
    "steel stainless stone natural linen bamboo almond coffee cherry wine lemon vanilla chocolate salmon chrome denim"
)
_METALS = word_set("copper gold silver bronze")
_STATED = re.compile(r"\bcolou?r\s*:\s*(?P<color>[a-z][a-z /&-]{2,40})", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:/|&|\band\b|\+)\s*")
COLORLESS = frozenset({Goods.FOOD, Goods.MEDIA})


def color_of(words: Sequence[str]) -> str | None:
    """The colour, if these words are one, or several: "dark olive", "black/white", "red and blue"."""
    if not words or words[-1].rsplit("/", 1)[-1].rsplit("+", 1)[-1] not in COLORS:
        return None
    said = " ".join(words)
    each = [one.split() for one in _SEVERAL.split(said)]
    if not all(_is_color(one) for one in each):
        return None
    return "/".join(" ".join(one) for one in each)


def color_alone(words: Sequence[str], goods: Goods) -> Finding | None:
    """A part of a title that is a colour and nothing else."""
    if goods in COLORLESS or len(words) > 6:
        return None
    color = color_of(words)
    return Finding("color", color, STATED) if color and color not in _NOT_HUES - {"natural"} else None


def trailing_color(words: tuple[str, ...], goods: Goods) -> tuple[Finding | None, int]:
    """A colour at the end of a part, and how many words it takes."""
    if goods in COLORLESS:
        return None, 0
    if not color_of(words[-1:]):
        return None, 0
    for length in range(min(4, len(words) - 1), 0, -1):
        said = words[-length:]
        if (color := color_of(said)) and color not in _NOT_HUES and _HUES & {*color.replace("/", " ").split()}:
            return Finding("color", color, USUAL if color.rsplit(maxsplit=1)[-1] in BASIC else LIKELY), length
    return None, 0


def color_before(words: tuple[str, ...], head: int, goods: Goods) -> Finding | None:
    """A colour among the words before the noun: "women's red running shoes"."""
    if goods in COLORLESS:
        return None
    for place in range(head - 1, -1, -1):
        if not _is_adjective(words, place):
            continue
        start = place
        while start and _goes_into_a_color(words[start - 1]):
            start -= 1
        color = color_of(words[start : place + 1])
        if color and (_stands_free(words, start, place) or start < place):
            return Finding("color", color, USUAL)
    return _of_metal(words, head, goods)


def stated_colors(prose: str) -> Iterator[Finding]:
    if "olor:" not in prose and "olour:" not in prose and "OLOR:" not in prose:
        return
    for match in _STATED.finditer(prose):
        words = match["color"].lower().split()
        for length in range(min(3, len(words)), 0, -1):
            if color := color_of(words[:length]):
                yield Finding("color", color, USUAL)
                return


def _is_adjective(words: tuple[str, ...], place: int) -> bool:
    """Only words that are colours and nothing else, or two of them: "rose gold hair dryer"."""
    word, after = words[place], words[place + 1]
    hue = all(each in BASIC for each in word.split("/")) or (word == "gold" and words[place - 1 : place] == ("rose",))
    return hue and after not in IDIOMS and after not in FOODS and after != "&"


def _stands_free(words: tuple[str, ...], start: int, end: int) -> bool:
    return words[end + 1] not in {"&", "and"} and words[start - 1 : start] not in {("&",), ("and",)}


def _of_metal(words: tuple[str, ...], head: int, goods: Goods) -> Finding | None:
    """A copper mug is copper in both senses."""
    before = words[head - 1 : head]
    if goods in {Goods.HOME, Goods.BEDDING} and before and before[0] in _METALS:
        return Finding("color", before[0], LIKELY)
    return None


def _goes_into_a_color(word: str) -> bool:
    return word in SHADES or word in COLORS


def _is_color(words: Sequence[str]) -> bool:
    if not words or len(words) > 3:
        return False
    *before, last = words
    return last in COLORS and all(_goes_into_a_color(word) for word in before)
