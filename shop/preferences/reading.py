"""What a sentence about oneself means: things told, things to forget, and what is asked back."""

import re
from dataclasses import dataclass, field

from shop.preferences.clauses import clauses_of
from shop.preferences.naming import Parse
from shop.preferences.preference import Aim, Preference, Stance
from shop.preferences.requests import (
    FORGET_ALL,
    FORGET_PREFERENCES,
    aims_asked_for,
    aims_to_forget,
    asks_what_is_known,
)
from shop.preferences.sayings import told_in

_ANYWAY = re.compile(
    r"(?i)"
    r"\b(?:anyway|anyways|any ?how|regardless|nevertheless|just this once|all the same|even so|still want)\b"
)
_LASTING = re.compile(r"\b(?:from now on|in (?:the )?future|ever|always)\b")
_OF_ONE_SEARCH = re.compile(r"^(?:keep|stay|i'?d like)\b")
_THAT_BRAND = re.compile(
    r"^(?:(?P<no>i (?:don'?t|do not) like|i hate|never show me|don'?t (?:show|recommend"
    r"|suggest)(?: me)?|i'?m not a fan of"
    r"|stop showing me|no more(?: of)?)|i (?:really )?(?:like|love|prefer)) (?:anything (?:by"
    r"|from) )?(?:this|that|the) brand$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`shown` are the things asked back, none of them named if all; `that_brand` is how that of the talked-about
    product is meant, and `rest` what says nothing of the shopper.

    `everything` and `all_preferences` are asked about before they are done.
    """

    told: tuple[Preference, ...] = ()
    forgotten: tuple[Aim, ...] = ()
    asks: bool = False
    shown: tuple[Aim, ...] = ()
    everything: bool = False
    all_preferences: bool = False
    that_brand: Stance | None = None
    rest: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.told or self.forgotten or self.asks or self.asks_first or self.that_brand)

    @property
    def asks_first(self) -> bool:
        return self.everything or self.all_preferences


@dataclass(slots=True)
class _Draft:
    told: list[Preference] = field(default_factory=list)
    forgotten: list[Aim] = field(default_factory=list)
    shown: list[Aim] = field(default_factory=list)
    asks: bool = False
    everything: bool = False
    all_preferences: bool = False
    that_brand: Stance | None = None
    rest: list[str] = field(default_factory=list)


def read(text: str, *, parse: Parse) -> Reading:
    """Only sentences about oneself say anything: "vegan boots" and "something under fifty" tell nothing of anybody.

    `parse` reads what is liked or avoided as the catalogue writes it.
    """
    draft, clauses = _Draft(), clauses_of(text)
    for clause in clauses:
        if len(clauses) > 1 and _OF_ONE_SEARCH.match(clause):
            continue
        _read_clause(_as_rule(clause) if _LASTING.search(text.lower()) else clause, draft, parse)
    return Reading(
        told=_newest(draft.told),
        forgotten=tuple(draft.forgotten),
        asks=draft.asks,
        shown=tuple(draft.shown),
        everything=draft.everything,
        all_preferences=draft.all_preferences,
        that_brand=draft.that_brand,
        rest=", ".join(draft.rest),
    )


def wants_anyway(text: str) -> bool:
    """ "Show me leather anyway" is this once; what is known stays."""
    return _ANYWAY.search(text.lower()) is not None


def without_anyway(text: str) -> str:
    """What is asked for, less the word that says it is wanted all the same."""
    return re.sub(r"\s+", " ", _ANYWAY.sub(" ", text)).strip(" ,.!") or text


def _read_clause(clause: str, draft: _Draft, parse: Parse) -> None:
    if FORGET_ALL.match(clause):
        draft.everything = True
    elif FORGET_PREFERENCES.match(clause):
        draft.all_preferences = True
    elif found := _THAT_BRAND.match(clause):
        draft.that_brand = Stance.AVOIDS if found["no"] else Stance.LIKES
    elif asks_what_is_known(clause):
        draft.asks = True
        draft.shown.extend(aims_asked_for(clause))
    elif aims := aims_to_forget(clause, parse=parse):
        draft.forgotten.extend(aims)
    elif told := told_in(clause, parse=parse):
        draft.told.extend(told)
    else:
        draft.rest.append(clause)


def _as_rule(clause: str) -> str:
    """ "From now on no leather" is a rule; "boots, no leather" is a search."""
    for word, rule in (("no ", "never show me "), ("only ", "always show me ")):
        if clause.startswith(word):
            return rule + clause.removeprefix(word)
    return clause


def _newest(told: list[Preference]) -> tuple[Preference, ...]:
    """ "I'm vegan, no, vegetarian": the last word counts."""
    kept: list[Preference] = []
    for one in told:
        kept = [*(other for other in kept if not one.replaces(other)), one]
    return tuple(kept)
