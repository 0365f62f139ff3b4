"""Words that point back in a conversation: at what was shown or told of before, rather than at the latest results."""

import re
from collections.abc import Sequence

from shop.recollection import Pair, Recollection, Results, stem, stems
from shop.references import ORDINALS

_FILLERS = "please|ok(?:ay)?|no|nah|well|so|um|uh|hmm|wait|actually|hey|and|then|sorry|oh|yeah|alright|never ?mind"
_BEGINS = (
    rf"^\W*(?:(?:{_FILLERS})\W+)*"
    r"(?:(?:can|could) (?:you|we|i) (?:please )?|let'?s |let me |i(?:'d| would)? (?:want|like) to |please )*"
)
_ENDS = r"(?:\W+(?:please|again|now|then|thanks|instead|for a (?:sec|second|moment)))*\W*$"
_RESULTS = r"(?:results?|ones|list|lists|page|search|products|options|items|things)"
_EARLIER = r"(?:previous|earlier|prior|former|last|first|original|old)"
_GO = r"(?:go|take me|bring me|get|scroll|step|head|switch|jump|return)"

# A whole sentence: "go back in the photos" asks for something else.
BACK = re.compile(
    rf"{_BEGINS}(?:{_GO} back(?: (?:one|a step|a page|one step|up))?|back(?: (?:one|up))?"
    rf"|(?:(?:{_GO}|show(?: me)?) )?(?:back )?(?:to )?(?:the |my |those )?{_EARLIER} {_RESULTS}"
    rf"|(?:show(?: me)? |{_GO} (?:back )?to )?(?:what|those|the ones|the results)(?: (?:that )?(?:you|i|we)"
    rf" (?:showed|had|saw|were showing|were looking at)(?: me)?)? (?:before|earlier|previously)"
    rf"|(?:those|the ones|these) from (?:before|earlier)|previous){_ENDS}"
)
START_OVER = re.compile(
    rf"{_BEGINS}(?:start (?:all )?(?:over|again|fresh|anew|from scratch)|(?:do |make )?(?:a )?new search|reset"
    rf"(?: (?:the|my) search)?|forget (?:all (?:of )?that|everything)){_ENDS}"
)
RECALLS = re.compile(
    rf"\b(?:(?:{_GO} )?back to|return to|(?:switch|jump) to|again|from (?:before|earlier)|earlier"
    r"|(?:that |which )?(?:you|we|i) (?:just |first )?(?:showed|saw|looked at|had|talked about|mentioned|found|told)"
    r"(?: me| about)?|(?:were|was) (?:looking at|talking about)"
    r"|before|the (?:previous|earlier|former))\b"
)
GOES_BACK_TO = re.compile(rf"\b{_GO} (?:back )?to\b|\bback to\b")
WHAT_COMES_BACK = re.compile(
    r"\b(?:show me|go|take me|bring me|the|those|that|these|but|please|can you|let'?s|i want)\b"
)
GOES_ON = re.compile(
    rf"^\W*(?:(?:{_FILLERS})\W+)*(?:and|also|plus|what about|how about|then)\b"
    r"|\b(?:matching|to match|instead|to go with (?:it|them|that|those|these))\b"
)
GOES_WITH = re.compile(
    r"\b(?:what|anything|something)(?: else)?(?: that)? (?:goes|would go|matches|fits)(?: well| nicely)?"
    r"(?: together)?(?: with)? (?:it|that|them|this|these|those)\b"
)
SHOWN_FIRST = re.compile(
    r"\b(?:first|original|1st)\b.*\b(?:you|i|we) (?:first )?(?:showed|saw|had|found|looked at|mentioned)"
)
CAME_FIRST = re.compile(
    r"^\W*(?:what|which)(?: ones?)? (?:did|were|was|had|have) (?:you|we|i|the ones)"
    r"(?: (?:show|shown|tell|told|find|found|see|seen|have))?(?: me)?(?: at)? first\W*$"
    r"|^\W*what (?:was|were) (?:at )?first\W*$"
)
ONE_BEFORE = re.compile(
    r"\bthe (?:one|thing|product|item) (?:right |just )?before(?: (?:that|it|this)(?: one)?)?\b"
    r"|\bthe (?:previous|prior|earlier|former) (?:one|product|item)\b"
    r"|\bthe (?:one|last one) (?:you|we) (?:just )?(?:told|talked|mentioned|looked)\b"
)
OTHER = re.compile(
    r"\bthe other(?: (?:one|two))?\W*$|\bthe other(?: (?:one|two))\b(?!s)"
    r"|\bnot (?:that|this|it)(?: one)?\W+(?:i mean |but )*the other\b"
)
BOTH_OTHERS = re.compile(r"\bthe other two\b")
MISHEARD_ONE = re.compile(r"(?<=\b[Tt]he )(?=won\W*$)won|(?<=(?:irst|cond|hird|ther|last|aper|gger) )(?:won|1)(?=\W*$)")
SAME_QUESTION = re.compile(
    r"^\W*(?:and|what about|how about|same (?:question )?for|what of)(?: for)? (?:the|that|this|it)\b"
    r"(?!.*\b(?:price|weight|color|colour|size|material|rating|reviews|battery|warranty)\b)"
)
DEFINITE = re.compile(r"\b(?:the|that|those|these|this)\b")
ONE = re.compile(r"\b(?:the|that|those|these|this) (?:[\w'-]+ ){0,3}ones?\b")
# "The one with the longer battery", "those boots from earlier": nothing but what is meant is said.
_NOT_THAT = r"(?:(?:not|no) (?:that|this|it)(?: one)?\W+)?(?:but |and |what about |how about |i mean(?:t)? )*"
_WHICH = r"before(?: that)?|with (?:the |a |an )?[\w' -]+|from (?:before|earlier)"
_SHOWN = r"(?:you|we|i) (?:showed|saw|looked at|talked about)(?: me)?(?: (?:before|earlier))?"
_ALONE = (
    rf"the (?:(?!same|next|usual|cheapest)[\w'-]+ ){{0,2}}one(?: (?:{_WHICH}))?",
    r"the other(?: one)?",
    rf"the (?:{'|'.join(ORDINALS)}|last)",
    r"the (?:cheap|bigg|larg|small|light|heavi|long|short)er(?: one)?(?: of (?:the|those|these)(?: \w+)?)?",
    rf"(?:the|that|those|these) [\w' -]+? (?:from (?:before|earlier)|{_SHOWN})",
)
# "The one with the longer battery", "those boots from earlier": nothing but what is meant is said.
POINTS_ALONE = re.compile(rf"{_BEGINS}{_NOT_THAT}(?:{'|'.join(_ALONE)}){_ENDS}")


def heard_right(said: str) -> str:
    """ "The second won" is what a voice makes of "the second one"."""
    return MISHEARD_ONE.sub("one", said)


def asks_the_same(said: str) -> bool:
    """ "And the second one?" asks of another what was asked of the one before."""
    return SAME_QUESTION.search(said.lower()) is not None


def goes_back(said: str) -> bool:
    return BACK.search(said.lower()) is not None


def asks_what_came_first(said: str) -> bool:
    return CAME_FIRST.search(said.lower()) is not None


def starts_over(said: str) -> bool:
    return START_OVER.search(said.lower()) is not None


def goes_on(said: str) -> bool:
    """Whether another thing is asked for in the same breath: "and matching socks", "what about boots"."""
    return GOES_ON.search(said.lower()) is not None


def goes_with(said: str) -> bool:
    """ "What goes with them": other things for the same use."""
    return GOES_WITH.search(said.lower()) is not None


def recalled(said: str, kept: Recollection) -> Results | None:
    """The results that the words bring back: "the jackets again", "the first boots you showed me"."""
    words = said.lower()
    if not RECALLS.search(words):
        return None
    called = kept.called(words) or (kept.described(words) if GOES_BACK_TO.search(words) else ())
    if not called:
        return None
    return kept.first_of(called[0]) if SHOWN_FIRST.search(words) else called[0]


def without_recalling(said: str, results: Results) -> str:
    """What is said besides that they are to come back: "in blue" of "the jackets again, but in blue"."""
    rest = WHAT_COMES_BACK.sub(" ", RECALLS.sub(" ", said.lower()))
    named = stems(results.query.text)
    return " ".join(word for word in rest.split() if stem(word.strip(",.!?")) not in named)


def points_alone(said: str) -> bool:
    return POINTS_ALONE.search(said.lower()) is not None


def one_before(said: str, shown: Sequence[Pair], in_focus: Pair | None, kept: Recollection) -> Pair | None:
    """What was told of before what is being talked about; otherwise what stands before it in the results."""
    if not ONE_BEFORE.search(said.lower()):
        return None
    earlier = [pair for pair in kept.talked_of if in_focus is None or pair[0] != in_focus[0]]
    if earlier:
        return earlier[0]
    ids = [id_ for id_, _ in shown]
    place = ids.index(in_focus[0]) if in_focus and in_focus[0] in ids else 0
    return shown[place - 1] if place > 0 else None


def the_others(said: str, shown: Sequence[Pair], in_focus: Pair | None, kept: Recollection) -> tuple[Pair, ...] | None:
    """None if no other one is spoken of; empty if it is, and which one is not clear."""
    words = said.lower()
    if not OTHER.search(words):
        return None
    if in_focus is None:
        return ()
    rest = tuple(pair for pair in shown if pair[0] != in_focus[0])
    if len(rest) < len(shown) and len(rest) == (2 if BOTH_OTHERS.search(words) else 1):
        return rest
    earlier = [pair for pair in kept.talked_of if pair[0] != in_focus[0]]
    return () if BOTH_OTHERS.search(words) else tuple(earlier[:1])


def points_at_goods(said: str, kept: Recollection) -> tuple[Results, ...]:
    """Results of the goods that are named as known ones: "the second jacket", when boots were shown since."""
    return kept.called(said) if DEFINITE.search(said.lower()) else ()
