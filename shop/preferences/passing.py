"""What is said of people within a request: "snacks, I'm vegan", or "granola for my daughter who's allergic to nuts"."""

import re
from collections.abc import Iterator

from shop.preferences.clauses import PEOPLE, clauses_of
from shop.preferences.diets import DIET
from shop.preferences.naming import Parse
from shop.preferences.preference import Kind, Preference
from shop.preferences.sayings import told_in

# How people eat and what harms them is worth keeping whenever it is said; what they like today is not.
_LASTING = frozenset({Kind.DIET, Kind.ALLERGY})
_MAY_TELL = re.compile(
    rf"\b(?:i|i'?m|i'?ve|my|our|we|we'?re|as an?)\b.*\b(?:allerg\w+|intoleran\w+|can'?t (?:eat|have)|{DIET})\b"
)
_WHO = rf"(?:my|our) (?P<who>{PEOPLE})"
_WHO_IS = re.compile(
    rf"\b{_WHO},?(?: (?:who|that)(?P<be>'s|'re| is| are| has| have)|,? (?=allergic|intolerant)) ?(?P<what>[^.;!?]+)"
)
_BE = {"'s": "is", "'re": "are"}
_ONESELF = re.compile(
    rf"\b(?:as an? (?P<as>{DIET})\b|(?:i'?m|i am) (?:an? )?(?P<am>{DIET})(?=\W*$|[,.;!?]| and | so | but ))"
)
_DIET_OF = re.compile(rf"\b(?:my|our) (?P<what>{DIET}) (?P<who>{PEOPLE})\b")
_APOSTROPHES = re.compile("[\u2019\u02bc]")


def told_in_passing(text: str, *, parse: Parse) -> tuple[Preference, ...]:
    """Diets and allergies of the shopper and theirs; "vegan snacks" and "for a vegan" say nothing of anybody known."""
    said = " ".join(_APOSTROPHES.sub("'", text).lower().split())
    if not _MAY_TELL.search(said):
        return ()
    found: dict[tuple[Kind, str, str], Preference] = {}
    for clause in _sentences_in(said):
        for one in told_in(clause, parse=parse):
            if one.kind in _LASTING:
                found.setdefault((one.kind, one.about, one.value), one)
    return tuple(found.values())


def without_oneself(text: str) -> str:
    """What is left to be asked for: "snacks please" of "I'm vegan, snacks please"."""
    return " ".join(_ONESELF.sub(" ", _APOSTROPHES.sub("'", text).lower()).strip(" ,.;!?").split())


def _sentences_in(said: str) -> Iterator[str]:
    """What stands within a sentence, as the sentence of its own that it could be, and then the rest."""
    for found in _WHO_IS.finditer(said):
        be = _BE.get(found["be"] or "", (found["be"] or "is").strip())
        yield from clauses_of(f"my {found['who']} {be} {found['what']}")
    rest = _WHO_IS.sub(" ", said)
    for found in _DIET_OF.finditer(rest):
        yield f"my {found['who']} is {found['what']}"
    for found in _ONESELF.finditer(rest):
        yield f"i'm {found['as'] or found['am']}"
    yield from clauses_of(_ONESELF.sub(" ", rest))
