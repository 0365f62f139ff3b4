"""What a clause tells of the one who speaks: diets, allergies, likes, dislikes, a name, a store, a household."""

import re
from collections.abc import Callable, Iterator, Mapping

from shop.preferences.clauses import PEOPLE, listed
from shop.preferences.diets import DIET, diet_named, substance
from shop.preferences.naming import Parse, named, worn_named
from shop.preferences.preference import LOW_PRICES, SLOWER, Kind, Preference, Stance
from shop.preferences.sizes import sizes_told

Found = Mapping[str, str | None]
Read = Callable[[Found, Parse], Iterator[Preference]]

_AM = r"(?:i'?m|i am|we'?re|we are|i'?ve been|i'?ve (?:gone|become|turned|went)|i (?:became|went|turned)|i have gone)"
_ADV = (
    r"(?:\s+(?:really|absolutely|usually|normally|always|generally|mostly|mainly|only|also|strictly|severely|very"
    r"|quite|pure|personally|definitely|tend to|do|just|kind of|sort of|much|particularly|especially|ever|highly))*"
)
_NOT = r"(?:don'?t|do not|dont|never|can'?t|cannot|can not|won'?t|shouldn'?t|must not|mustn'?t|do like not)"
_WHO = rf"(?:my|our) (?P<who>{PEOPLE})"


def told_in(clause: str, *, parse: Parse) -> list[Preference]:
    """The first frame that fits counts; sizes first, as "I'm a medium" is no diet and no name."""
    if sizes := list(sizes_told(clause, parse=parse)):
        return sizes
    for frame, read in _FRAMES:
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
    if stance is Stance.AVOIDS and (limit := _limit(objects, parse)):
        yield limit
        return
    for one in listed(objects):
        if preference := named(one, stance=stance, parse=parse, eaten=eaten):
            yield preference


def _store(found: Found, parse: Parse) -> Iterator[Preference]:
    for words in (f"at {found['o']}", f"at the {found['o']} store"):
        if store := parse(words).store:
            yield Preference(kind=Kind.STORE, value=store)
            return


def _budget(found: Found, parse: Parse) -> Iterator[Preference]:
    if limit := _limit(f"under {found['o']}", parse):
        yield limit


def _limit(words: str, parse: Parse) -> Preference | None:
    """ "Anything over a hundred" is as much a limit as "under a hundred"."""
    at_most = re.sub(
        r"^.*?\b(?:over|above|more than|beyond|up to|at most|less than|below|around|about)\b", "under", words
    )
    if not at_most.startswith("under"):
        return None
    read = parse(at_most)
    if read.max_price_minor is None:
        return None
    value = f"{read.max_price_minor} {read.currency}" if read.currency else str(read.max_price_minor)
    return Preference(kind=Kind.BUDGET, value=value, about=worn_named(words))


def _low_prices(_: Found, __: Parse) -> Iterator[Preference]:
    yield Preference(kind=Kind.BUDGET, value=LOW_PRICES)


def _name(found: Found, _: Parse) -> Iterator[Preference]:
    words = (found["o"] or "").split()
    if 0 < len(words) <= 3 and not _NO_NAMES.intersection(words):
        yield Preference(kind=Kind.NAME, value=" ".join(word.capitalize() for word in words))


def _slower(_: Found, __: Parse) -> Iterator[Preference]:
    yield Preference(kind=Kind.PACE, value=SLOWER)


def _usual_pace(_: Found, __: Parse) -> Iterator[Preference]:
    yield Preference(kind=Kind.PACE, value="usual")


def _household(found: Found, _: Parse) -> Iterator[Preference]:
    amount, what = found.get("number") or "", found.get("what") or "people"
    about = "pets" if re.match(r"(?:dog|cat|pet|pupp|kitten|rabbit|hamster|bird|fish|horse)", what) else "people"
    about = "children" if re.match(r"(?:kid|child|son|daughter|bab|toddler|teen|twin|boy|girl)", what) else about
    yield Preference(kind=Kind.HOUSEHOLD, about=about, value=f"{amount} {what}{found.get('more') or ''}".strip())


_NO_NAMES = frozenset(
    [
        "back",
        "later",
        "when",
        "not",
        "in",
        "on",
        "at",
        "tomorrow",
        "today",
        "allergic",
        "vegan",
        "vegetarian",
        "looking",
        "wrong",
        "old",
        "missing",
        "spelled",
        "and",
        "but",
        "a",
        "an",
        "the",
        "taxi",
        "cab",
        "doctor",
        "on",
        "off",
        "again",
        "if",
    ]
)
_COUNT = r"(?P<number>a|an|one|two|three|four|five|six|seven|eight|nine|\d{1,2}|a couple of|several)"
_FRAMES: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(f"^(?:{pattern})$"), read)
    for pattern, read in (
        (rf"{_AM}{_ADV} (?:now )?(?:an? |on an? |on the |a strict )?(?P<diet>{DIET})(?: diet| person| eater| family| household| so .*)?", _diet),
        (rf"(?:i|we){_ADV} (?:only )?(?:eat|follow|keep|have|stick to|do)(?: an?| only)? (?P<diet>{DIET})(?: diet| food| meals?)?(?: at home)?", _diet),
        (rf"(?:set |change |update |make )?my diet(?:'s| is| to|:)? (?P<diet>{DIET})", _diet),
        (rf"{_WHO}(?:'s| is| are|'re){_ADV} (?:an? )?(?P<diet>{DIET})", _diet),
        (r"i(?:'ve started eating| eat| started eating) (?:meat|everything|anything|chicken|fish and meat)", lambda *_: iter([Preference(kind=Kind.DIET, value="everything")])),
        (rf"(?:{_AM}{_ADV} |i have (?:been )?)?(?:allergic|intolerant|sensitive|have an allergy|hypersensitive) to (?P<o>.+)", _allergy),
        (r"i(?:'ve got| have| suffer from| got)(?: an?)?(?: severe| bad| serious| slight)? (?P<o>[a-z -]+?) (?:allergy|allergies|intolerance)", _allergy),
        (r"i(?:'ve got| have)(?: an?)?(?: severe| bad)? (?:allergy|intolerance) (?:to|against) (?P<o>.+)", _allergy),
        (rf"{_AM} (?P<o>[a-z]+)[- ]intolerant", _allergy),
        (rf"i have (?P<diet>{DIET})(?: so .*)?", _diet),
        (rf"{_WHO}(?:'s| is| are) (?:also |severely |very )?(?:allergic|intolerant) to (?P<o>.+)", _allergy),
        (rf"{_WHO} (?:has|have)(?: an?)?(?: severe| bad)? (?P<o>[a-z -]+?) allergy", _allergy),
        (r"(?:i|we) (?:can'?t|cannot|can not|mustn'?t|must not|shouldn'?t) (?:have|eat|drink|tolerate|stomach|do) (?:any )?(?P<o>.+)", _allergy),
        (r"(?:i|we) (?:can'?t|cannot|can not) (?:wear|use|touch) (?:any )?(?P<o>.+)", _allergy),
        (r"(?:i'?d like|keep (?:it|things?|everything)|stay|i want everything|always keep it) (?:under|below|less than|within|at most) (?P<o>.+)", _budget),
        (r"(?:set )?(?:my|our) (?P<for>[a-z ]*)budget(?P<for2> for [a-z ]+?)?(?:'s| is| to| as|:)?(?: usually| normally| about| around| always| at most| under| below| up to| no more than| less than)* (?P<o>.+)", lambda found, parse: _budget({"o": f"{found['o']} {found['for']} {found['for2'] or ''}"}, parse)),
        (rf"i{_ADV} (?:spend|pay) (?:at most|around|about|up to|no more than|less than|under|not more than) (?P<o>.+)", _budget),
        (rf"i {_NOT} (?:ever )?(?:like |want )?(?:to )?(?:spend(?:ing)?|pay(?:ing)?) (?:more than|over|above) (?P<o>.+)", _budget),
        (rf"(?:i|we){_ADV} (?:shop|buy|go shopping|pick (?:things |stuff |it |everything )?up|picking up) (?:at|in|from) (?:the )?(?P<o>.+?)(?: store| shop| branch)?", _store),
        (r"(?:i'?ve moved,? )?(?:set |change |make )?(?:my|our) (?:new |favou?rite |usual |local |default |preferred |nearest |regular |home )*(?:store|shop|branch)(?: is|'s| to|:)?(?: now)?(?: the)? (?P<o>.+?)(?: store| shop| now)*", _store),
        (r"(?:make|set|use|save) (?:the )?(?P<o>.+?)(?: store)? (?:as )?my (?:favou?rite |usual |local |default |preferred |home )*(?:store|shop|branch)", _store),
        (rf"(?:i|we)(?:'d)?{_ADV} (?:prefer|like) (?:to )?(?:pick(?:ing)? (?:it |things |stuff )?up|shop(?:ping)?|collect(?:ing)?) (?:at|in|from) (?:the )?(?P<o>.+?)(?: store| shop)?", _store),
        (rf"(?:i|we){_ADV} (?:prefer|like|want|buy|go for|choose) (?:the )?(?:cheap(?:er|est)?|inexpensive|affordable|budget|low[- ]price[ds]?)\b.*", _low_prices),
        (r"(?:always )?(?:show|give|pick|find)(?: me)? (?:the )?(?:cheapest|cheaper|cheap|lowest price[ds]?)\b.*", _low_prices),
        (r"(?:you can |please )?call me (?:by )?(?P<o>[^\W\d_][\w' .-]{0,39})", _name),
        (r"(?:set |change |update )?my (?:first )?name(?:'s| is| to|:)(?: actually| really)? (?P<o>[^\W\d_][\w' .-]{0,39})", _name),
        (r"i'?m called (?P<o>[^\W\d_][\w' .-]{0,39})", _name),
        (r"(?:please )?(?:always )?(?:speak|talk|go|read)(?: (?:a bit|a little|much))? (?:more )?(?:slow(?:er|ly)?)(?: with me)?|slow down|(?:a bit |a little )?slow(?:er|ly)", _slower),
        (r"(?:please )?(?:speak|talk|go)(?: (?:a bit|a little|much))? (?:faster|quicker|normally|at normal speed|more quickly)|speed up|faster", _usual_pace),
        (rf"(?:i|we)(?:'ve got| have| got| also have| own) {_COUNT} (?:\w+ )??(?P<what>kids?|child(?:ren)?|sons?|daughters?|bab(?:y|ies)|toddlers?|teenagers?|twins|boys?|girls?|dogs?|cats?|pets?|pupp(?:y|ies)|kittens?|rabbits?|hamsters?|birds?|horses?)(?P<more> (?:aged?|who are) .+)?(?: so .*)?", _household),
        (rf"(?:{_AM}|there are|there's) (?:a )?(?:family of |household of )?(?P<number>two|three|four|five|six|seven|eight|nine|\d)(?: of us| people)?(?: at home| in (?:my|our|the) (?:house|family|household|home))?", _household),
        (r"i live (?:alone|by myself|on my own)(?: so .*)?", lambda *_: iter([Preference(kind=Kind.HOUSEHOLD, about="people", value="one person")])),
        (rf"(?:i|we)(?: just| really| absolutely)? (?:{_NOT}){_ADV} (?P<eaten>eat|drink|consume)(?: any)? (?P<o>.+)", _avoids),
        (rf"(?:i|we)(?: just| really| absolutely| personally)? (?:{_NOT}){_ADV} (?:like|love|want|wear|buy|use|enjoy|care for|need)(?: any| to (?:see|wear|buy|have))? (?P<o>.+)", _avoids),
        (rf"(?:i|we){_ADV} (?:hate|dislike|avoid|detest|loathe|try to avoid|can'?t stand|cannot stand)(?: wearing| eating| buying| the (?:taste|feel) of)? (?P<o>.+)", _avoids),
        (rf"{_AM} not (?:a (?:big )?fan of|keen on|into|fond of|much for) (?P<o>.+)", _avoids),
        (r"(?:never|don'?t(?: ever)?|do not(?: ever)?|no longer) (?:show|suggest|recommend|offer|give|sell|bring|send)(?: me| to me)?(?: anything| stuff| things| products| something| any)?(?: with| made of| from| by| in)? (?P<o>.+?)(?: products| to me| stuff)?", _avoids),
        (r"(?:stop|quit) (?:showing|suggesting|recommending|offering|giving)(?: me)?(?: anything (?:with|from|by))? (?P<o>.+)", _avoids),
        (r"(?:no more|nothing (?:with|from|by|made of)) (?P<o>.+)", _avoids),
        (rf"(?:i|we){_ADV} (?:like|love|prefer|adore|favou?r)(?: to (?:wear|buy|have|eat))? (?P<o>.+)", _likes),
        (r"(?:i|we) (?:usually |normally |always |mostly |only |generally |tend to )+(?:buy|wear|choose|go for|eat|drink|want|get) (?P<o>.+)", _likes),
        (rf"{_AM}{_ADV} (?:a (?:big |huge )?fan of|into|fond of|keen on) (?P<o>.+)", _likes),
        (r"(?:set )?(?:my|our) (?:favou?rite|preferred|usual) (?:brand|maker|colou?r|material|fabric|shade)s?(?:'s| is| are| to|:) (?P<o>.+)", _likes),
        (r"(?:always|only|only ever|first) (?:show|suggest|recommend|give|offer|pick)(?: me)?(?: the)? (?P<o>.+?)(?: first| options| products| things| stuff)*", _likes),
    )
)  # fmt: skip
