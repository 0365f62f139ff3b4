"""Whether an answer to "shall I place the order?" is a clear yes. Nothing else places it."""

import re
from enum import Enum, auto

from shop.checkout.hearing.corrections import is_question

LEAST_CONFIDENCE = 0.5
FEW = 4


class Verdict(Enum):
    YES = auto()
    NO = auto()
    UNSURE = auto()
    ELSE = auto()


_ORDER = r"(?:it|the order|my order|that order|this order|that|the purchase)"
_ALL = r"(?:it|them|that|this|everything|all of it)"
_YES = (
    r"yes|yeah|yep|yup|yea|ya|yess+|y|aye|sure(?: thing)?|of course|certainly|absolutely|definitely|ok|okay|okey"
    r"|al(?:l )?right|correct|right|exactly|perfect|great|good|fine|that works|works for me|confirm(?:ed)?|affirmative"
    r"|go ahead|go for it|please do|do it|do that|by all means|i'?m sure|let'?s go|(?:i|we) (?:do|confirm)"
    r"|(?:that|this|it)(?:'s| is| all)? ?(?:looks?|sounds?)? ?(?:right|correct|good|great|perfect|fine|ok|okay)"
    r"|(?:looks|sounds) (?:right|good|great|perfect|fine)|you (?:can|may)(?: do (?:it|that))?"
    rf"|(?:let'?s|please)? ?(?:order|buy|go for) {_ALL}|let'?s do {_ALL}"
    rf"|(?:place|submit|complete|finish|send|confirm|finalize|make|put in|put through) {_ORDER}"
    rf"|(?:please )?go ahead and (?:place|order|do|buy|confirm) {_ORDER}|(?:place )?order|order now"
    r"|buy(?: now)?|check ?out"
)
_POLITE = r"please|thanks|thank you|now|then|aisle|go|too|indeed|sir|ma'?am"
_NO = (
    r"no+|nope|nothing|none|nah|na|not yet|don'?t|do not|not (?:now|quite|really|right)|wait|hold on|hang on|stop"
    r"|negative|never"
    r"|that'?s (?:not right|wrong)|wrong|incorrect|not that|i(?:'d| would) rather not|let me think|one moment|change"
)
CLEAR_YES = re.compile(rf"^\W*(?:{_YES})(?:\W+(?:{_YES}|{_POLITE}))*[\W]*$")
CLEAR_NO = re.compile(rf"^\W*(?:{_NO})\b")
HESITATES = re.compile(
    r"\b(maybe|perhaps|possibly|probably|i guess|guess so|i suppose|suppose so|i think|think so|not sure|unsure|dunno"
    r"|don'?t know|no idea|might|could be|kind ?of|sort ?of|if you (?:say|think|want)|whatever|hm+|um+|uh+|er+m*"
    r"|why not|we'?ll see|should i)\b"
)
OPENS_WITH_YES = re.compile(rf"^\W*(?:{_YES})\b")
ASKS = re.compile(r"\?\s*$")
# Nobody speaks like that: somebody tries what commands there are, and a command confirms nothing.
COMMAND = re.compile(r"^\s*[/\\\uff0f\u2044\u2215\uff3c]")


def verdict(said: str, *, confidence: float = 1.0, is_yes: bool = False) -> Verdict:
    """`confidence` is that of the understanding, which took it for a yes if `is_yes`. "Yes, but…" is something else."""
    words = " ".join(said.lower().replace("\u2019", "'").split())
    if COMMAND.match(said):
        return Verdict.UNSURE
    if is_question(words):
        return Verdict.ELSE
    if CLEAR_NO.search(words):
        return Verdict.NO if len(words.split()) <= FEW or not OPENS_WITH_YES.search(words) else Verdict.ELSE
    if CLEAR_YES.match(words) and not ASKS.search(words):
        return Verdict.UNSURE if is_yes and confidence < LEAST_CONFIDENCE else Verdict.YES
    return _short_of_a_yes(words, is_yes=is_yes)


def _short_of_a_yes(words: str, *, is_yes: bool) -> Verdict:
    opens = OPENS_WITH_YES.search(words) is not None
    if HESITATES.search(words) or (opens and ASKS.search(words)) or (is_yes and not opens):
        return Verdict.UNSURE
    return Verdict.ELSE
