"""Which of the catalogue's colours a colour word stands for: "blue" is navy too, "dark green" is forest green."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from catalog.understanding.words import word_set

FAMILIES: Mapping[str, str] = {
    "black": "black jet onyx",
    "gray": "gray grey charcoal slate graphite anthracite ash",
    "silver": "silver chrome",
    "white": "white ivory snow",
    "beige": "beige cream oatmeal khaki sand ecru taupe",
    "brown": "brown tan cognac walnut oak chestnut mocha camel",
    "blue": "blue navy indigo cobalt denim azure sapphire",
    "teal": "teal turquoise aqua cyan",
    "green": "green olive sage mint lime emerald",
    "yellow": "yellow mustard",
    "orange": "orange coral rust apricot terracotta",
    "red": "red burgundy maroon crimson scarlet",
    "pink": "pink blush rose fuchsia magenta",
    "purple": "purple plum lavender violet lilac",
    "gold": "gold brass",
    "copper": "copper bronze",
    "clear": "clear transparent",
}
DEPTHS: Mapping[tuple[str, str], str] = {
    ("dark", "blue"): "navy indigo",
    ("light", "blue"): "azure",
    ("dark", "green"): "olive emerald",
    ("light", "green"): "mint sage lime",
    ("dark", "gray"): "charcoal graphite anthracite",
    ("light", "gray"): "ash",
    ("dark", "red"): "burgundy maroon",
    ("light", "pink"): "blush",
    ("dark", "pink"): "fuchsia magenta rose",
    ("light", "brown"): "tan camel oak",
    ("dark", "brown"): "walnut mocha chestnut",
    ("dark", "purple"): "plum",
    ("light", "purple"): "lavender lilac",
    ("dark", "yellow"): "mustard",
    ("dark", "orange"): "rust terracotta",
    ("light", "orange"): "apricot coral",
}
NEARLY = {"dark": ("forest", "deep", "midnight"), "light": ("sky", "pale", "baby", "washed", "pastel")}
NAMED_SHADES: Mapping[str, str] = {
    "off white": "ivory cream ecru eggshell",
    "hot pink": "fuchsia magenta",
    "baby pink": "blush",
    "royal blue": "cobalt sapphire",
    "baby blue": "azure",
    "midnight blue": "navy",
    "army green": "olive",
    "hunter green": "forest",
    "wine red": "burgundy maroon",
    "blood red": "crimson burgundy",
    "jet black": "black",
    "pure white": "white",
    "snow white": "white",
    "nude": "beige blush",
    "golden": "gold",
}
SAME_DEPTH = {"deep": "dark", "pale": "light", "pastel": "light", "bright": "bright", "dark": "dark", "light": "light"}
BASIC = word_set(
    "black gray grey white beige brown blue navy teal turquoise green yellow red burgundy maroon pink purple "
    "khaki tan charcoal indigo scarlet crimson magenta fuchsia lilac violet cyan"
)
"""Words that are nothing but colours; the others are also fruit, metals, flowers or woods."""

_FAMILY_OF = {shade: family for family, shades in FAMILIES.items() for shade in shades.split()}
_SPELLINGS = {"grey": "gray"}


def color_phrases(catalogue: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every way to ask for a colour, with the catalogue's colours it may be answered by; none means not carried."""
    shelf = _Shelf(catalogue)
    phrases = {said: shelf.asked_by(said) for said in shelf.named}
    for said, found in (*_named(shelf), *_shaded(shelf)):
        if found:
            phrases.setdefault(said, found)
    for shade, family in _FAMILY_OF.items():
        if shade != family and shade in phrases:
            phrases.setdefault(f"{shade} {family}", phrases[shade])
    for family in FAMILIES:
        for said, depth in SAME_DEPTH.items():
            if found := shelf.at_depth(depth, family) or phrases.get(family, ()):
                phrases.setdefault(f"{said} {family}", found)
    return phrases | {said.replace("gray", "grey"): found for said, found in phrases.items() if "gray" in said}


def _named(shelf: "_Shelf") -> Iterator[tuple[str, tuple[str, ...]]]:
    for said, shades in NAMED_SHADES.items():
        found = dict.fromkeys(color for shade in (said, *shades.split()) for color in shelf.asked_by(shade))
        yield said, tuple(found) or shelf.asked_by(said.rpartition(" ")[2])


def _shaded(shelf: "_Shelf") -> Iterator[tuple[str, tuple[str, ...]]]:
    for shade, family in _FAMILY_OF.items():
        yield shade, shelf.asked_by(shade) or shelf.near(shade) or shelf.asked_by(family)


def is_basic(said: str) -> bool:
    return said.rsplit(maxsplit=1)[-1] in BASIC


class _Shelf:
    """The catalogue's colours, fewest words first, found by what they are called: a feed may bring thousands."""

    def __init__(self, catalogue: Iterable[str]) -> None:
        self.named: dict[str, list[str]] = defaultdict(list)
        self._ending_in: dict[str, list[str]] = defaultdict(list)
        self._of_family: dict[str, list[str]] = defaultdict(list)
        for color in sorted(catalogue, key=lambda color: (len(color.split()), color)):
            plain = _plain(color)
            if not plain:  # "-" is no colour
                continue
            self.named[plain].append(color)
            words = plain.split()
            for start in range(1, len(words)):
                self._ending_in[" ".join(words[start:])].append(color)
            if family := _family(plain):
                self._of_family[family].append(color)

    def asked_by(self, said: str) -> tuple[str, ...]:
        """The colour itself, what ends in its name ("slate blue"), and for a family all its shades."""
        of_family = self._of_family.get(said, []) if said in FAMILIES else []
        return tuple(dict.fromkeys([*self.named.get(said, []), *self._ending_in.get(said, []), *of_family]))

    def near(self, shade: str) -> tuple[str, ...]:
        """The shades as dark or light as this one: burgundy for maroon."""
        alike = [other for shades in DEPTHS.values() if shade in shades.split() for other in shades.split()]
        return tuple(dict.fromkeys(color for other in alike for color in self.named.get(other, ())))

    def at_depth(self, depth: str, family: str) -> tuple[str, ...]:
        wanted = {f"{word} {family}" for word in (depth, *NEARLY.get(depth, ()))}
        wanted.update(DEPTHS.get((depth, family), "").split())
        return tuple(color for plain, colors in self.named.items() if plain in wanted for color in colors)


def _family(color: str) -> str | None:
    return _FAMILY_OF.get(color) or _FAMILY_OF.get(color.rsplit(maxsplit=1)[-1])


def _plain(color: str) -> str:
    said = color.casefold().replace("-", " ")
    return " ".join(_SPELLINGS.get(word, word) for word in said.split())
