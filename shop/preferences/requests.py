"""What of the known things a clause wants forgotten or told."""

import re
from collections.abc import Mapping

from shop.preferences.clauses import PEOPLE, listed, stripped
from shop.preferences.diets import DIET, diet_named, substance
from shop.preferences.naming import Parse, named, worn_named
from shop.preferences.preference import Aim, Kind, Stance
from shop.preferences.sayings import told_in

_FORGET = (
    r"(?:(?:i (?:want|need) you to |i'?d like you to |can you |could you |please )*(?:forget|delete|remove|erase|clear"
    r"|wipe|drop|reset|lose)(?: about)?)"
)
_ALL = (
    r"(?:everything|all|it all|whatever)(?: (?:of )?(?:that|what|the things|my data|my details|my information))?"
    r"(?: (?:that )?you(?:'ve)? (?:know|have|remember|stored|saved|learned))?(?: (?:about|of|on) me)?"
    r"|me|(?:all )?(?:of )?my (?:data|information|personal (?:data|information|details)|profile|details|account data)"
    r"|what you (?:know|have|remember)(?: (?:about|of|on) me)?|all (?:about|of|on) me"
)
FORGET_ALL = re.compile(rf"^(?:{_FORGET} (?:{_ALL})|don'?t (?:save|keep|store) (?:my data|anything about me))$")
FORGET_PREFERENCES = re.compile(rf"^{_FORGET} (?:all (?:of )?)?my (?:preferences|settings|likes(?: and dislikes)?)$")
_FORGET_ONE = re.compile(
    rf"^(?:{_FORGET}|don'?t (?:remember|save|keep)|do not remember|stop remembering|you don'?t need to remember)"
    r" (?:(?:about|that) )*(?:i (?:said|told you)(?: that)? )?(?P<what>.+)$"
)
_NOT_ANY_MORE: tuple[tuple[str, Kind], ...] = (
    (
        (
            rf"(?:i'?m|i am|we'?re|we are) (?:not|no longer)(?: an?)?(?: a strict| really)? (?P<o>{DIET})(?: "
            r"any ?more)?(?: i eat .*)?"
        ),
        Kind.DIET,
    ),
    (rf"i (?:stopped being|gave up being|don'?t (?:eat|do|follow)) (?:an? )?(?P<o>{DIET})", Kind.DIET),
    (r"(?:i'?m|i am|we'?re) (?:not|no longer) (?:allergic|intolerant|sensitive) to (?P<o>.+)", Kind.ALLERGY),
    (r"i (?:don'?t|no longer) have (?:an? |my )?(?P<o>[a-z -]+?) (?:allergy|intolerance)", Kind.ALLERGY),
    (r"i can (?:eat|have) (?P<o>.+)", Kind.ALLERGY),
)
_GIVEN_UP = tuple((re.compile(f"^{pattern}$"), kind) for pattern, kind in _NOT_ANY_MORE)
_FINE = re.compile(
    r"^(?:i'?m (?:ok(?:ay)?|fine|good) with|i (?:don'?t|no longer) mind|i can (?:wear"
    r"|use)|you can (?:show|suggest)(?: me)?"
    r"|start showing(?: me)?) (?P<o>.+?)(?: too| (?:again|after all))?$"
    r"|^(?P<o2>[\w' -]+?) (?:is|are) (?:fine|ok(?:ay)?|all right|good)(?: with me"
    r"| for me)?(?: too| now)*(?:,? you can .*)?$"
)
_CALLED: Mapping[str, tuple[Kind, ...]] = {
    r"allerg(?:y|ies)|intolerances?": (Kind.ALLERGY,),
    r"diet|diets|dietary \w+|food preferences?|what i eat": (Kind.DIET,),
    r"names?": (Kind.NAME,),
    r"budgets?|price limit|limit": (Kind.BUDGET,),
    r"(?:favou?rite |usual |preferred )?brands?": (Kind.BRAND,),
    r"(?:favou?rite |usual |preferred )?colou?rs?": (Kind.COLOR,),
    r"(?:favou?rite |usual |preferred |local |default |home )?(?:stores?|shops?|branch)|where i live": (Kind.STORE,),
    r"(?:favou?rite |preferred )?(?:materials?|fabrics?)": (Kind.MATERIAL,),
    r"(?:family|household|kids|children|pets|dogs?|cats?)": (Kind.HOUSEHOLD,),
    r"pace|speed|speaking speed": (Kind.PACE,),
    r"likes|dislikes|likes and dislikes|tastes?": (Kind.BRAND, Kind.COLOR, Kind.MATERIAL, Kind.GOODS),
}
_ASKS = re.compile(
    r"^(?:what|which|who)(?:'s| is| are| do| did| have| else|'re)?\b.*\b(?:you|my|i)\b.*"
    r"|^(?:do|did|have|can) you (?:know|remember|have|got|recall|tell|stored?|saved?|keep)\b.*"
    r"|^(?:tell|show|give|read)(?: me)?(?: back)? (?:all |everything )?(?:about )?(?:what you "
    r"(?:know|remember|have)|my )\b.*"
    r"|^(?:show|list|read|tell)(?: me)? (?:all )?(?:of )?my (?:preferences|profile|sizes?|allergies)\b.*"
    r"|^am i (?:vegan|vegetarian|allergic).*|^(?:what'?s|who am i|what am i)\b.*"
)
_ASKS_FOR_GOODS = re.compile(
    r"^(?:what|which)\b.*\b(?:(?:can|could|should|may) (?:i|we)\b"
    r"|do you (?:have|sell|carry|recommend|suggest)\b(?! (?:on|about|stored|noted)\b))"
)
_LONGEST_THING = 3
_SIZE = re.compile(rf"^(?:(?P<who>{PEOPLE})(?:'?s)? )?(?P<goods>[a-z' -]*?)\s*sizes?$")


def asks_what_is_known(clause: str) -> bool:
    return _ASKS.match(clause) is not None and _ASKS_FOR_GOODS.match(clause) is None


def aims_asked_for(clause: str) -> tuple[Aim, ...]:
    """Empty where all is asked for."""
    if sized := re.search(rf"\b(?:(?P<who>{PEOPLE})'?s )?(?P<goods>[a-z]* ?)sizes?\b", clause):
        goods = worn_named(sized["goods"])
        return (Aim(kind=Kind.SIZE, about=goods or None),)
    for pattern, kinds in _CALLED.items():
        if re.search(rf"\bmy (?:{pattern})\b|\b(?:{pattern}) (?:do|did|am|have) (?:i|you)\b", clause):
            return tuple(Aim(kind=kind) for kind in kinds)
    return ()


def aims_to_forget(clause: str, *, parse: Parse) -> tuple[Aim, ...]:
    for pattern, kind in _GIVEN_UP:
        if found := pattern.match(clause):
            return tuple(_aim_at(kind, one) for one in listed(found["o"]))
    if found := _FINE.match(clause):
        return _no_longer_avoided(found["o"] or found["o2"], parse)
    if found := _FORGET_ONE.match(clause):
        return _aims_of(found["what"], parse)
    return ()


def _aims_of(what: str, parse: Parse) -> tuple[Aim, ...]:
    what = stripped(re.sub(r"\b(?:from|in|of|on) my (?:profile|account|preferences|data)\b", "", what))
    if found := re.match(r"^(?P<o>.+?) (?:from|in) my (?:allergies|diet|brands|sizes|likes|dislikes)$", what):
        return tuple(aim for one in listed(found["o"]) for aim in _named_aims(one, parse))
    bare = re.sub(r"^(?:my|our|the|all my|all of my) ", "", what)
    if called := (*_of_person(bare), *_called_so(bare)):
        return called
    if told := told_in(re.sub(r"^i was\b", "i am", what), parse=parse):
        return tuple(Aim(kind=one.kind, value=one.value, about=one.about) for one in told)
    thing = re.sub(r"\s+thing$", "", bare)
    return tuple(aim for one in listed(thing) if len(one.split()) <= _LONGEST_THING for aim in _named_aims(one, parse))


def _of_person(bare: str) -> tuple[Aim, ...]:
    """ "Forget my wife" is all that was said of her."""
    if not re.fullmatch(PEOPLE, bare):
        return ()
    return tuple(Aim(kind=kind, about=bare) for kind in (Kind.DIET, Kind.ALLERGY))


def _called_so(bare: str) -> tuple[Aim, ...]:
    """A kind of thing by its name: "shoe size", "allergies", "nut allergy"."""
    if sized := _SIZE.match(bare):
        return (Aim(kind=Kind.SIZE, about=_size_for(sized)),)
    if found := re.fullmatch(r"(?P<o>[a-z -]+?) (?:allergy|intolerance)", bare):
        return (_aim_at(Kind.ALLERGY, found["o"]),)
    every = (kinds for pattern, kinds in _CALLED.items() if re.fullmatch(pattern, bare))
    return tuple(Aim(kind=kind) for kind in next(every, ()))


def _size_for(sized: re.Match[str]) -> str | None:
    goods = worn_named(sized["goods"])
    return f"{sized['who']}: {goods}".rstrip(": ") if sized["who"] else goods or None


def _aim_at(kind: Kind, words: str) -> Aim:
    return Aim(kind=kind, value=(diet_named(words) or words) if kind is Kind.DIET else substance(words))


def _named_aims(words: str, parse: Parse) -> tuple[Aim, ...]:
    """Whatever is known of it, liked or avoided; a food may be left out for either reason."""
    found = named(words, stance=Stance.AVOIDS, parse=parse)
    if diet := diet_named(words):
        return (Aim(kind=Kind.DIET, value=diet),)
    if found is None or found.kind is Kind.DIET:
        return tuple(Aim(kind=kind, value=substance(words)) for kind in (Kind.ALLERGY, Kind.DIET))
    return (Aim(kind=found.kind, value=found.value),)


def _no_longer_avoided(words: str, parse: Parse) -> tuple[Aim, ...]:
    aims: list[Aim] = []
    for one in listed(words):
        if (found := named(one, stance=Stance.AVOIDS, parse=parse)) is not None:
            aims.append(Aim(kind=found.kind, value=found.value, stance=Stance.AVOIDS))
            aims.append(Aim(kind=Kind.ALLERGY, value=substance(one)))
    return tuple(aims)
