"""What a clause tells of the one who speaks: how they eat, what they cannot stand, what they like."""

import re
from collections.abc import Iterator

from shop.preferences.circumstances import CIRCUMSTANCES, limit_in
from shop.preferences.clauses import listed
from shop.preferences.diets import DIET, diet_named, substance
from shop.preferences.frames import ADV, AM, NOT, WHO, Found, Frames
from shop.preferences.naming import Parse, named
from shop.preferences.preference import Kind, Preference, Stance
from shop.preferences.sizes import sizes_told


def told_in(clause: str, *, parse: Parse) -> list[Preference]:
    """The first frame that fits counts; sizes first, as "I'm a medium" is no diet and no name."""
    if sizes := list(sizes_told(clause, parse=parse)):
        return sizes
    for frame, read in (*CIRCUMSTANCES, *_TASTES):
        if (found := frame.match(clause)) and (told := list(read(found.groupdict(), parse))):
            return told
    return []


def _diet(found: Found, _: Parse) -> Iterator[Preference]:
    if diet := diet_named(found["diet"] or ""):
        yield Preference(kind=Kind.DIET, value=diet, about=found.get("who") or "")


def _allergy(found: Found, _: Parse) -> Iterator[Preference]:
    for one in listed(found["o"] or ""):
        if len(one.split()) <= 3:
            yield Preference(
                kind=Kind.ALLERGY, value=substance(one), stance=Stance.AVOIDS, about=found.get("who") or ""
            )


def _avoids(found: Found, parse: Parse) -> Iterator[Preference]:
    yield from _each(found, Stance.AVOIDS, parse, eaten=bool(found.get("eaten")))


def _likes(found: Found, parse: Parse) -> Iterator[Preference]:
    yield from _each(found, Stance.LIKES, parse)


def _each(found: Found, stance: Stance, parse: Parse, *, eaten: bool = False) -> Iterator[Preference]:
    objects = found["o"] or ""
    if stance is Stance.AVOIDS and (limit := limit_in(objects, parse)):
        yield limit
        return
    for one in listed(objects):
        if preference := named(one, stance=stance, parse=parse, eaten=eaten):
            yield preference


def _everything(_: Found, __: Parse) -> Iterator[Preference]:
    yield Preference(kind=Kind.DIET, value="everything")


_TASTES: Frames = tuple(
    (re.compile(f"^(?:{pattern})$"), read)
    for pattern, read in (
        (
            (
                rf"{AM}{ADV} (?:now )?(?:an? |on an? |on the |a strict )?(?P<diet>{DIET})(?: diet"
                r"| person| eater| family| household| so .*)?"
            ),
            _diet,
        ),
        (
            (
                rf"(?:i|we){ADV} (?:only )?(?:eat|follow|keep|have|stick to|do)(?: an?| only)? (?P<diet>{DIET})(?: "
                r"diet| food| meals?)?(?: at home)?"
            ),
            _diet,
        ),
        (rf"(?:set |change |update |make )?my diet(?:'s| is| to|:)? (?P<diet>{DIET})", _diet),
        (rf"{WHO}(?:'s| is| are|'re){ADV} (?:an? )?(?P<diet>{DIET})", _diet),
        (
            (
                r"i(?:'ve started eating| eat| started eating) (?:meat|everything|anything"
                r"|chicken|fish and meat)"
            ),
            _everything,
        ),
        (
            (
                rf"(?:{AM}{ADV} |i have (?:been )?)?(?:allergic|intolerant|sensitive|have an allergy"
                r"|hypersensitive) to (?P<o>.+)"
            ),
            _allergy,
        ),
        (
            (
                r"i(?:'ve got| have| suffer from| got)(?: an?)?(?: severe| bad| serious| slight)? (?P<o>[a-z "
                r"-]+?) (?:allergy|allergies|intolerance)"
            ),
            _allergy,
        ),
        (r"i(?:'ve got| have)(?: an?)?(?: severe| bad)? (?:allergy|intolerance) (?:to|against) (?P<o>.+)", _allergy),
        (rf"{AM} (?P<o>[a-z]+)[- ]intolerant", _allergy),
        (rf"i have (?P<diet>{DIET})(?: so .*)?", _diet),
        (rf"{WHO}(?:'s| is| are) (?:also |severely |very )?(?:allergic|intolerant) to (?P<o>.+)", _allergy),
        (rf"{WHO} (?:has|have)(?: an?)?(?: severe| bad)? (?P<o>[a-z -]+?) allergy", _allergy),
        (
            (
                r"(?:i|we) (?:can'?t|cannot|can not|mustn'?t|must not|shouldn'?t) (?:have|eat"
                r"|drink|tolerate|stomach|do) (?:any )?(?P<o>.+)"
            ),
            _allergy,
        ),
        (r"(?:i|we) (?:can'?t|cannot|can not) (?:wear|use|touch) (?:any )?(?P<o>.+)", _allergy),
        (
            (
                rf"(?:i|we)(?: just| really| absolutely)? (?:{NOT}){ADV} (?P<eaten>eat|drink"
                r"|consume)(?: any)? (?P<o>.+)"
            ),
            _avoids,
        ),
        (
            (
                rf"(?:i|we)(?: just| really| absolutely| personally)? (?:{NOT}){ADV} (?:like"
                r"|love|want|wear|buy|use|enjoy|care for|need)(?: any| to (?:see|wear|buy|have))? (?P<o>.+)"
            ),
            _avoids,
        ),
        (
            (
                rf"(?:i|we){ADV} (?:hate|dislike|avoid|detest|loathe|try to avoid|can'?t stand"
                r"|cannot stand)(?: wearing| eating| buying| the (?:taste|feel) of)? (?P<o>.+)"
            ),
            _avoids,
        ),
        (rf"{AM} not (?:a (?:big )?fan of|keen on|into|fond of|much for) (?P<o>.+)", _avoids),
        (
            (
                r"(?:never|don'?t(?: ever)?|do not(?: ever)?|no longer) (?:show|suggest|recommend"
                r"|offer|give|sell|bring|send)(?: me| to me)?(?: anything| stuff| things| products"
                r"| something| any)?(?: with| made of| from| by| in)? (?P<o>.+?)(?: products"
                r"| to me| stuff)?"
            ),
            _avoids,
        ),
        (
            (
                r"(?:stop|quit) (?:showing|suggesting|recommending|offering|giving)(?: me)?(?: anything (?:with"
                r"|from|by))? (?P<o>.+)"
            ),
            _avoids,
        ),
        (r"(?:no more|nothing (?:with|from|by|made of)) (?P<o>.+)", _avoids),
        (rf"(?:i|we){ADV} (?:like|love|prefer|adore|favou?r)(?: to (?:wear|buy|have|eat))? (?P<o>.+)", _likes),
        (
            (
                r"(?:i|we) (?:usually |normally |always |mostly |only |generally |tend to )+(?:buy"
                r"|wear|choose|go for|eat|drink|want|get) (?P<o>.+)"
            ),
            _likes,
        ),
        (rf"{AM}{ADV} (?:a (?:big |huge )?fan of|into|fond of|keen on) (?P<o>.+)", _likes),
        (
            (
                r"(?:set )?(?:my|our) (?:favou?rite|preferred|usual) (?:brand|maker|colou?r"
                r"|material|fabric|shade)s?(?:'s| is| are| to|:) (?P<o>.+)"
            ),
            _likes,
        ),
        (
            (
                r"(?:always|only|only ever|first) (?:show|suggest|recommend|give|offer|pick)(?: me)?(?: the)? "
                r"(?P<o>.+?)(?: first| options| products| things| stuff)*"
            ),
            _likes,
        ),
    )
)
