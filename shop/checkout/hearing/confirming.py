"""Whether an answer to "shall I place the order?" is a clear yes. Nothing else places it."""

import re
from enum import Enum, auto

from shop.checkout.hearing.corrections import is_question

LEAST_CONFIDENCE = 0.5
FEW = 4


class Verdict(Enum):
    """`FORWARD` wants to go on without having said that it is right: "checkout", "continue", "next"."""

    YES = auto()
    NO = auto()
    UNSURE = auto()
    FORWARD = auto()
    ELSE = auto()


_ORDER = r"(?:the|my|that|this) (?:order|purchase)"
_ALL = r"(?:it|them|that|this|everything|all of it|all of them|the lot)"
_YES = (
    r"yes|yeah|yep|yup|yea|ya|yess+|y|aye|sure(?: thing)?|of course|certainly|absolutely|definitely"
    r"|correct|exactly|perfect|that works|works for me|(?:that'?s )?confirm(?:ed)?|affirmative|i'?m sure"
    r"|go ahead(?: and do (?:it|that))?|go for it|please do|do it|do that|by all means|(?:i|we) (?:do|confirm)"
    r"|(?:that|this|it)(?:'s| is|'s all| is all| all)? ?(?:looks?|sounds?)?"
    r" ?(?:right|correct|good|great|perfect|fine|ok|okay)"
    r"|(?:looks|sounds) (?:right|good|great|perfect|fine)|you (?:can|may)(?: do (?:it|that))?"
    r"|let'?s do (?:it|this|that)"
)
# A yes by itself, and the beginning of many a sentence that is none.
_AGREES = r"ok|okay|okey|al(?:l )?right"
# Said of an answer as often as to a question.
_PRAISES = r"great|good|fine|right|nice|cool|lovely|excellent|wonderful"
_COMMANDS = (
    rf"(?:let'?s |please |i want to |i'?d like to |i'?ll |just |go ahead and )*(?:(?:order|buy|get me|purchase) {_ALL}"
    rf"|(?:place|submit|complete|confirm|finali[sz]e) (?:it|that|this|an order|{_ORDER})"
    rf"|(?:finish|send|make|put in|put through|send off) {_ORDER}|put {_ORDER} (?:in|through)|place order"
    r"|order now|buy now)"
)
_FORWARD = (
    r"(?:(?:go |get |take me )?(?:back |on )?to |(?:go on|continue|proceed|carry on) (?:with|to) )?(?:the |my )?"
    r"check ?out|checking out|continue|resume|go on|keep going|carry on|proceed|move on|next(?: step)?"
    r"|(?:i'?m |we'?re |all )?ready"
    r"|(?:i'?ll |let'?s |i want to |i'?d like to |let me )?(?:pay|check(?: me)? ?out)"
    r"(?: for (?:it|them|this|that|everything))?"
    r"|(?:let'?s )?go|done|i'?m (?:done|finished|all set)|all set|finish(?: (?:it|up))?|order|buy|let'?s continue"
    r"|(?:that'?s|that is|that'?ll be) (?:all|it|everything)|that'?s all i need|where were we"
    r"|what'?s next|let'?s move on"
)
_POLITE = r"please|thanks|thank you|now|then|aisle|too|indeed|sir|ma'?am|very much|and|so|just|for me"
_NO = (
    r"no+|nope|nothing|none|nah|na|not yet|don'?t|do not|not (?:now|quite|really|right)|wait|hold on|hang on|stop"
    r"|negative|never"
    r"|that'?s (?:not right|wrong)|wrong|incorrect|not that|i(?:'d| would) rather not|let me think|one moment|change"
)
_WEAK = rf"{_AGREES}|{_PRAISES}"
_BEFORE = rf"^\W*(?:(?:{_WEAK}|{_POLITE}|well|oh)\W+)*"
SAYS_YES = re.compile(rf"{_BEFORE}(?:{_YES})(?:\W+(?:{_YES}|{_WEAK}|{_POLITE}|{_FORWARD}|{_COMMANDS}))*\W*$")
AGREES = re.compile(rf"^\W*(?:{_AGREES})(?:\W+(?:{_AGREES}|please|then))*\W*$")
PRAISES = re.compile(rf"^\W*(?:{_WEAK})(?:\W+(?:{_WEAK}|{_POLITE}))*\W*$")
ORDERS = re.compile(rf"{_BEFORE}(?:{_COMMANDS})(?:\W+(?:{_YES}|{_POLITE}))*\W*$")
GOES_ON = re.compile(rf"{_BEFORE}(?:{_FORWARD})(?:\W+(?:{_WEAK}|{_POLITE}|{_FORWARD}))*\W*$")
CLEAR_NO = re.compile(rf"^\W*(?:{_NO})\b")
HESITATES = re.compile(
    r"\b(maybe|perhaps|possibly|probably|i guess|guess so|i suppose|suppose so|i think|think so|not sure|unsure|dunno"
    r"|don'?t know|no idea|might|could be|kind ?of|sort ?of|if you (?:say|think|want)|whatever|hm+|um+|uh+|er+m*"
    r"|why not|we'?ll see|should i)\b"
)
OPENS_WITH_YES = re.compile(rf"^\W*(?:{_YES}|{_WEAK})\b")
ASKS = re.compile(r"\?\s*$")
# Nobody speaks like that: somebody tries what commands there are, and a command confirms nothing.
COMMAND = re.compile(r"^\s*[/\\\uff0f\u2044\u2215\uff3c]")


def verdict(said: str, *, confidence: float = 1.0, is_yes: bool = False, may_order: bool = False) -> Verdict:
    """`confidence` is that of the understanding, which took it for a yes if `is_yes`. "Yes, but…" is something else.

    To the question whether something is to be ordered (`may_order`) "order it" is a yes too.
    """
    words = " ".join(said.lower().replace("\u2019", "'").split())
    if COMMAND.match(said):
        return Verdict.UNSURE
    if wants_to_go_on(words):
        return Verdict.FORWARD
    if is_question(words):
        return Verdict.ELSE
    if CLEAR_NO.search(words):
        return Verdict.NO if len(words.split()) <= FEW or not OPENS_WITH_YES.search(words) else Verdict.ELSE
    if ASKS.search(words) is None and _is_clear(words, may_order=may_order):
        return Verdict.UNSURE if is_yes and confidence < LEAST_CONFIDENCE else Verdict.YES
    return _short_of_a_yes(words, is_yes=is_yes)


def wants_to_go_on(said: str) -> bool:
    """ "Okay, next", which says yes to nothing."""
    words = " ".join(said.lower().replace("\u2019", "'").split())
    return GOES_ON.match(words) is not None and ORDERS.match(words) is None


def _is_clear(words: str, *, may_order: bool) -> bool:
    return any(pattern.match(words) for pattern in (SAYS_YES, AGREES, *([ORDERS] if may_order else [])))


def _short_of_a_yes(words: str, *, is_yes: bool) -> Verdict:
    opens = OPENS_WITH_YES.search(words) is not None
    asks = opens and ASKS.search(words) is not None
    if HESITATES.search(words) or PRAISES.match(words) or asks or (is_yes and not opens):
        return Verdict.UNSURE
    return Verdict.ELSE
