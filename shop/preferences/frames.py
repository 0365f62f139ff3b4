"""The words that sentences about oneself are made of, and how a frame of them is read."""

import re
from collections.abc import Callable, Iterator, Mapping

from shop.preferences.clauses import PEOPLE
from shop.preferences.naming import Parse
from shop.preferences.preference import Preference

Found = Mapping[str, str | None]
Read = Callable[[Found, Parse], Iterator[Preference]]
Frames = tuple[tuple[re.Pattern[str], Read], ...]

AM = r"(?:i'?m|i am|we'?re|we are|i'?ve been|i'?ve (?:gone|become|turned|went)|i (?:became|went|turned)|i have gone)"
ADV = (
    r"(?:\s+(?:really|absolutely|usually|normally|always|generally|mostly|mainly|only|also|strictly|severely|very"
    r"|quite|pure|personally|definitely|tend to|do|just|kind of|sort of|much|particularly|especially|ever|highly))*"
)
NOT = r"(?:don'?t|do not|dont|never|can'?t|cannot|can not|won'?t|shouldn'?t|must not|mustn'?t|do like not)"
WHO = rf"(?:my|our) (?P<who>{PEOPLE})"
