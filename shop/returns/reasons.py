"""Why something comes back, and what is wanted for it, in the shopper's words."""

import re
from enum import StrEnum


class Reason(StrEnum):
    TOO_SMALL = "too_small"
    TOO_BIG = "too_big"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    FAULTY = "faulty"
    NOT_AS_EXPECTED = "not_as_expected"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"

    @property
    def is_our_fault(self) -> bool:
        """What was sent wrong or broken comes back in whatever condition."""
        return self in {Reason.WRONG_ITEM, Reason.DAMAGED, Reason.FAULTY}


class Resolution(StrEnum):
    REFUND = "refund"
    EXCHANGE = "exchange"


_NOT = r"(?:doesn'?t|don'?t|does not|do not|didn'?t|isn'?t|won'?t|not)"
_RUNS = r"(?:runs?|ran|came up|fits?) (?:a bit |a little |very |too )?"
WORDS: dict[Reason, tuple[str, ...]] = {
    Reason.WRONG_ITEM: (
        r"wrong (?:item|one|thing|product|colou?r|order|shoes?|article)",
        r"(?:got|sent|received) (?:me )?(?:the )?wrong",
        r"some(?:one|body) else'?s",
        r"not what i ordered",
        r"different (?:from|than|to) what i ordered",
        r"ordered (?:an? |the )?\w+ (?:and|but) (?:i )?(?:got|received|came)",
        r"two instead of one",
    ),
    Reason.DAMAGED: (
        r"damaged?|dented|smashed|cracked|scratched|torn|ripped|spilled|leak\w*|stained|crushed",
        r"(?:came|arrived|was|were) (?:\w+ )?broken",
        r"has a hole",
        r"spoiled|rotten|mou?ldy|expired|gone off|gone bad|out of date|smells? (?:bad|off)",
    ),
    Reason.FAULTY: (
        r"faulty|defect\w*|broken?|broke|malfunction\w*|stopped|dead",
        rf"{_NOT} (?:even |really )?(?:work|working|turn on|charge|start|close|open|function)\w*",
        r"(?:fell|came) apart",
    ),
    Reason.TOO_SMALL: (
        r"too (?:small|tight|short|narrow|snug)",
        rf"{_RUNS}(?:small|tight|narrow)",
        r"pinch\w*|squeez\w*",
        r"need (?:a |the )?(?:bigger|larger|wider|longer)",
        r"(?:a )?size up",
    ),
    Reason.TOO_BIG: (
        r"too (?:big|large|loose|long|wide|baggy|roomy)",
        rf"{_RUNS}(?:big|large|wide|loose)",
        r"need (?:a |the )?(?:smaller|narrower|shorter)",
        r"(?:a )?size down",
    ),
    Reason.NOT_AS_EXPECTED: (
        r"not (?:as|like|what) (?:it was )?(?:described|expected|i expected|i thought|shown|pictured|advertised)",
        r"not (?:as|like) (?:in )?the (?:picture|photo)s?",
        r"looks? (?:different|cheap|nothing like)",
        r"(?:quality|colou?r|material|fabric) (?:is|was|isn'?t|looks?)",
        r"(?:poor|bad|cheap|low) quality",
        r"disappoint\w*|uncomfortable|itch\w*|scratchy|too (?:thin|heavy|hard|stiff)",
        rf"{_NOT} (?:really )?(?:fit|suit|match|look)\w*",
        r"wrong size",
    ),
    Reason.CHANGED_MIND: (
        r"changed? my mind",
        r"(?:don'?t|do not|no longer|didn'?t|doesn'?t|does not) (?:really )?(?:want|need|like|love|use)",
        r"not happy|unhappy|hate|unwanted|regret|mistake|too expensive",
        r"bought (?:too many|two|it twice)",
        r"found (?:it |one |something )?(?:cheaper|better|else)",
        r"(?:a |an unwanted )gift",
    ),
    Reason.OTHER: (
        r"other|another|something else|no (?:particular |special )?reason|none of (?:these|those|them)",
        r"rather not say|personal|just because|doesn'?t matter|whatever",
    ),
}
REASONS = {reason: re.compile(rf"\b(?:{'|'.join(words)})\b") for reason, words in WORDS.items()}
EXCHANGES = re.compile(
    r"\b(?:exchang\w*|swap\w*|replac\w*|trade|another (?:size|colou?r|one|pair)|size (?:up|down)|new one|instead"
    r"|same (?:one|thing) again"
    r"|(?:different|other|next|bigger|larger|smaller|right|correct) (?:colou?r|size|ones?|pair))\b"
)
REFUNDS = re.compile(r"\b(?:refund\w*|money back|my money|cash back|credit(?:ed)?|reimburse\w*)\b")
WORN = re.compile(r"\b(?:worn|wore|wearing|used|opened|washed|unsealed|cut (?:off )?the tags?|no tags?)\b")
UNWORN = re.compile(
    r"\b(?:un(?:worn|used|opened)|(?:not|never|haven'?t|hasn'?t|didn'?t) (?:\w+ )?(?:worn|used|opened|wore))\b"
)
MY_MISTAKE = re.compile(r"\b(?:i|we) (?:\w+ )?(?:ordered|bought|chose|picked|clicked) (?:on )?the wrong (?P<what>\w+)")
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


def reason_said(text: str) -> Reason | None:
    """The first that fits, the shop's own mistakes before matters of taste."""
    said = text.lower().replace(CURLY, "'")
    if mistake := MY_MISTAKE.search(said):
        return Reason.NOT_AS_EXPECTED if mistake["what"] == "size" else Reason.CHANGED_MIND
    return next((reason for reason, pattern in REASONS.items() if pattern.search(said)), None)


def resolution_said(text: str) -> Resolution | None:
    """None where neither, or both, are named."""
    said = text.lower()
    exchange, refund = EXCHANGES.search(said) is not None, REFUNDS.search(said) is not None
    if exchange == refund:
        return None
    return Resolution.EXCHANGE if exchange else Resolution.REFUND


def was_used(text: str) -> bool:
    """Whether the words own up to wearing or opening it."""
    said = text.lower().replace(CURLY, "'")
    return WORN.search(UNWORN.sub(" ", said)) is not None


def without_reason(text: str) -> str:
    """ "Too small" names no size that is wanted."""
    said = text.lower().replace(CURLY, "'")
    for pattern in (*REASONS.values(), MY_MISTAKE):
        said = pattern.sub(" ", said)
    return said
