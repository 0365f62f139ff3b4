"""What a clause tells of a shopper's circumstances: a store, a budget, a name, a pace, a household."""

import re
from collections.abc import Iterator

from shop.preferences.frames import ADV, AM, NOT, Found, Frames
from shop.preferences.naming import Parse, worn_named
from shop.preferences.preference import LOW_PRICES, SLOWER, Kind, Preference


def _store(found: Found, parse: Parse) -> Iterator[Preference]:
    for words in (f"at {found['o']}", f"at the {found['o']} store"):
        if store := parse(words).store:
            yield Preference(kind=Kind.STORE, value=store)
            return


def _budget(found: Found, parse: Parse) -> Iterator[Preference]:
    if limit := limit_in(f"under {found['o']}", parse):
        yield limit


def _own_budget(found: Found, parse: Parse) -> Iterator[Preference]:
    yield from _budget({"o": f"{found['o']} {found['for']} {found['for2'] or ''}"}, parse)


def limit_in(words: str, parse: Parse) -> Preference | None:
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


def _alone(_: Found, __: Parse) -> Iterator[Preference]:
    yield Preference(kind=Kind.HOUSEHOLD, about="people", value="one person")


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
OFTEN = r"(?: (?:usually|normally|always|mostly|only|generally|tend to))+"
LOW_PRICED = (
    r"(?:the )?(?:cheap(?:er|est)?|inexpensive|affordable|budget|low[- ]price[ds]?|lowest price[ds]?)"
    r"(?: (?:stuff|things?|brands?|ones?|options?|products?|goods|first|if possible))*"
)
CIRCUMSTANCES: Frames = tuple(
    (re.compile(f"^(?:{pattern})$"), read)
    for pattern, read in (
        (
            (
                r"(?:i'?d like|keep (?:it|things?|everything)|stay|i want everything|always keep it) (?:under"
                r"|below|less than|within|at most) (?P<o>.+)"
            ),
            _budget,
        ),
        (
            (
                r"(?:set )?(?:my|our) (?P<for>[a-z ]*)budget(?P<for2> for [a-z ]+?)?(?:'s| is"
                r"| to| as|:)?(?: usually| normally| about| around| always| at most| under"
                r"| below| up to| no more than| less than)* (?P<o>.+)"
            ),
            _own_budget,
        ),
        (
            (
                rf"i{ADV} (?:spend|pay) (?:at most|around|about|up to|no more than|less than"
                r"|under|not more than) (?P<o>.+)"
            ),
            _budget,
        ),
        (
            (
                rf"i {NOT} (?:ever )?(?:like |want )?(?:to )?(?:spend(?:ing)?|pay(?:ing)?) (?:more than"
                r"|over|above) (?P<o>.+)"
            ),
            _budget,
        ),
        (
            (
                rf"(?:i|we){ADV} (?:shop|buy|go shopping|pick (?:things |stuff |it |everything )?up"
                r"|picking up) (?:at|in|from) (?:the )?(?P<o>.+?)(?: store| shop| branch)?"
            ),
            _store,
        ),
        (
            (
                r"(?:i'?ve moved,? )?(?:set |change |make )?(?:my|our) (?:new |favou?rite "
                r"|usual |local |default |preferred |nearest |regular |home )*(?:store|shop"
                r"|branch)(?: is|'s| to|:)?(?: now)?(?: the)? (?P<o>.+?)(?: store| shop| now)*"
            ),
            _store,
        ),
        (
            (
                r"(?:make|set|use|save) (?:the )?(?P<o>.+?)(?: store)? (?:as )?my (?:favou?rite "
                r"|usual |local |default |preferred |home )*(?:store|shop|branch)"
            ),
            _store,
        ),
        (
            (
                rf"(?:i|we)(?:'d)?{ADV} (?:prefer|like) (?:to )?(?:pick(?:ing)? (?:it |things "
                r"|stuff )?up|shop(?:ping)?|collect(?:ing)?) (?:at|in|from) (?:the )?(?P<o>.+?)(?: store"
                r"| shop)?"
            ),
            _store,
        ),
        (rf"(?:i|we){ADV} (?:prefer|like|love) {LOW_PRICED}", _low_prices),
        (rf"(?:i|we){OFTEN} (?:want|buy|go for|choose|pick|get|take) {LOW_PRICED}", _low_prices),
        (rf"always (?:show|give|pick|find|get)(?: me)? {LOW_PRICED}", _low_prices),
        (r"(?:you can |please )?call me (?:by )?(?P<o>[^\W\d_][\w' .-]{0,39})", _name),
        (
            (
                r"(?:set |change |update )?my (?:first )?name(?:'s| is| to|:)(?: actually| really)? (?P<o>[^\W\d_][\w' "
                r".-]{0,39})"
            ),
            _name,
        ),
        (r"i'?m called (?P<o>[^\W\d_][\w' .-]{0,39})", _name),
        (
            (
                r"(?:please )?(?:always )?(?:speak|talk|go|read)(?: (?:a bit|a little|much))? (?:more )?(?:slow(?:er"
                r"|ly)?)(?: with me)?|slow down|(?:a bit |a little )?slow(?:er|ly)"
            ),
            _slower,
        ),
        (
            (
                r"(?:please )?(?:speak|talk|go)(?: (?:a bit|a little|much))? (?:faster|quicker"
                r"|normally|at normal speed|more quickly)|speed up|faster"
            ),
            _usual_pace,
        ),
        (
            (
                rf"(?:i|we)(?:'ve got| have| got| also have| own) {_COUNT} (?:\w+ )??(?P<what>kids?"
                r"|child(?:ren)?|sons?|daughters?|bab(?:y|ies)|toddlers?|teenagers?|twins|boys?"
                r"|girls?|dogs?|cats?|pets?|pupp(?:y|ies)|kittens?|rabbits?|hamsters?|birds?"
                r"|horses?)(?P<more> (?:aged?|who are) .+)?(?: so .*)?"
            ),
            _household,
        ),
        (
            (
                rf"(?:{AM}|there are|there's) (?:a )?(?:family of |household of )?(?P<number>two"
                r"|three|four|five|six|seven|eight|nine|\d)(?: of us| people)?(?: at home| in (?:my"
                r"|our|the) (?:house|family|household|home))?"
            ),
            _household,
        ),
        (r"i live (?:alone|by myself|on my own)(?: so .*)?", _alone),
    )
)
