"""Which words of a request name a thing, and which only ask, or say what it shall do or be like."""

import re
from collections.abc import Callable, Sequence

from catalog.retrieval.analyser import FUNCTION_WORDS, words_of
from catalog.retrieval.phrases import phrase_of

# Words that ask without naming a thing.
_FILLER_WORDS = (
    "a an the some any good nice great best cheap please i me my need want looking look find show get buy have"
)
FILLER = frozenset(_FILLER_WORDS.split())
_ANYTHING_WORDS = (
    "something anything somewhere thing stuff gift present item product goods gear equipment idea essential one option"
)
ANYTHING = frozenset(_ANYTHING_WORDS.split())
# Words that say how a thing shall be, whether or not the catalogue uses them.
_QUALITY_WORDS = (
    "warm warmer cold cool cozy comfortable comfy soft light lightweight heavy dry quick easy fast quiet small big "
    "large tiny compact portable sturdy durable strong healthy fresh spicy sweet salty tasty stylish elegant casual "
    "formal fancy simple modern pretty cute cheap affordable"
)
QUALITIES = frozenset(_QUALITY_WORDS.split())
# Words that open a need and no name, where "something to" was left out: "keep the rain off", "wash hair". Those that
# name things as well (watch, dry, clean) are none of them.
_NEED_WORDS = (
    "keep stop wash charge store protect hold cook bake sleep sit listen read write hang hide fix mount remove "
    "wear smell stay get relax wipe boil eat organize organise secure prevent sweep grow teach learn put bring take "
    "cut mow feed catch shave hear see carry repair replace treat kill attach suck"
)
NEEDS = frozenset(_NEED_WORDS.split())
# Of cables and the like, said after the name.
_LENGTHS = re.compile(r"\b\d+(?:\.\d+)?[ -]?(?:m|met(?:er|re)s?|yards?)\b", re.IGNORECASE)
# What they begin tells more of the thing, and is no part of its name.
_CLAUSE_WORDS = "i you we they he she it so because when where while who can which"
_CLAUSES = frozenset(_CLAUSE_WORDS.split())
# After a thing they say what it does, where "that" was left out: a bottle keeps water cold. Those that name things as
# well (cover, stand, mix) are none of them.
_DOING_WORDS = (
    "keep make have has go fit feel hold stay do smell taste last come get let tell suck wipe open fold glow shine sit "
    "boil protect connect carry measure melt stick prevent stop block help look use count turn suit"
)
_DOING = frozenset(_DOING_WORDS.split())
_LONGEST_NAME = 4
# So many unknown words after a thing tell more of it: one might make another thing of it, as the stand of a lamp.
_TELLING = 2


def searched_words(text: str) -> str:
    """What is left to look for in texts: without the words that only ask."""
    kept = [word for word in text.split() if not {*words_of(word)} <= (FILLER | ANYTHING | FUNCTION_WORDS)]
    return " ".join(kept)


def asked_for(text: str) -> list[str]:
    """The words of the phrase that names what is asked for, up to what is done with it: a bag i can reuse."""
    words = phrase_of(_LENGTHS.sub(" ", text))
    begun = next((place for place, word in enumerate(words) if word not in FILLER), 0)
    ends = (place for place, word in enumerate(words) if place > begun and word in _CLAUSES)
    return [word for word in words[: next(ends, len(words))] if word not in FILLER]


def is_done(phrase: Sequence[str]) -> bool:
    """Whether it tells what is done and may name nothing: drying off after a shower."""
    return phrase[0] in NEEDS or (phrase[0].endswith("ing") and len(phrase) > 1)


def thing_in(
    phrase: list[str], *, names_end: Callable[[Sequence[str]], int], describes: Callable[[str], bool]
) -> list[str]:
    """Without what was said after the thing: what it does, how it shall be, what it is for.

    `names_end` is how many words the longest name has that some words end in.
    """
    for place in range(1, len(phrase)):
        if phrase[place] in _DOING and names_end(phrase[:place]) and not _is_within(phrase, place, names_end):
            return phrase[:place]
    for end in range(len(phrase), 0, -1):
        if names_end(phrase[:end]):
            return phrase[:end]
        left = phrase[end - 1]
        if not (describes(left) or left.endswith("ing") or _tells(phrase, end, names_end)):
            break
    return phrase


def _tells(phrase: list[str], end: int, names_end: Callable[[Sequence[str]], int]) -> bool:
    """Whether unknown words up to the end of the phrase are enough to be no part of a name."""
    before = next((place for place in range(end - 1, 0, -1) if names_end(phrase[:place])), 0)
    return before > 0 and len(phrase) - before >= _TELLING


def _is_within(phrase: list[str], place: int, names_end: Callable[[Sequence[str]], int]) -> bool:
    ends = range(place + 1, min(len(phrase), place + _LONGEST_NAME) + 1)
    return any(names_end(phrase[:end]) > end - place for end in ends)
