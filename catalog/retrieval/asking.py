"""Which words of a request name a thing, and which only ask, or say what it shall do or be like."""

import re

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
    "cut mow feed catch shave hear see carry repair replace treat kill attach"
)
NEEDS = frozenset(_NEED_WORDS.split())
# Of cables and the like, said after the name.
_LENGTHS = re.compile(r"\b\d+(?:\.\d+)?[ -]?(?:m|met(?:er|re)s?|yards?)\b", re.IGNORECASE)
# What they begin tells more of the thing, and is no part of its name.
_CLAUSE_WORDS = "i you we they he she it so because when where while who can which"
_CLAUSES = frozenset(_CLAUSE_WORDS.split())


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
