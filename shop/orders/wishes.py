"""What somebody wants who talks of an order: where it is, what was in it, whether it went through, to cancel it."""

import re
from enum import StrEnum


class OrderWish(StrEnum):
    WHERE = "where"
    CONTENTS = "contents"
    WENT_THROUGH = "went_through"
    CANCEL = "cancel"
    MISSING = "missing"
    CHANGE = "change"
    RETURNED = "returned"


CANCEL = re.compile(r"\b(cancel\w*|call (it|that|the order) off|don'?t (send|ship) (it|that)|stop (the|my) order)\b")
MISSING = re.compile(
    r"\b(says?|said|marked|shows?|supposedly|shown as) (\w+ ){0,3}delivered\b"
    r"|\bdelivered\b.*\b(but|not|n'?t|nothing|never|nowhere)\b"
    r"|\b(order|package|parcel|delivery) (is|has gone|went) missing\b"
    r"|\bnever (got|received|arrived|came|showed up)\b|\bstolen\b|\bgot lost\b|\blost my (order|package|parcel)\b"
)
CHANGE = re.compile(
    r"\b(change|update|correct|edit|different|another|wrong) (\w+ ){0,3}"
    r"(address|delivery (time|date|slot|window)|time slot)\b"
    r"|\b(reschedule|redirect|deliver (it|that) (somewhere|to (another|a different)))\b"
)
WENT_THROUGH = re.compile(
    r"\b(go|gone|went|going) through\b|\b(did|have) (you|u) (get|got|receive\w*) my order\b"
    r"|\bis my order (placed|in|confirmed)\b"
    r"|\border (placed|confirmed|confirmation|accepted)\b"
    r"|(?<!what )\bdid i (really |actually )?(order|place|check ?out)\b"
)
RETURNED = re.compile(
    r"\b(my|the|that) (return|refund|exchange)\b(?! (policy|window|label|rules))"
    r"|\b(got|get|getting|receive\w*|where is|where'?s) (\w+ ){0,2}(refund|money back)\b"
    r"|\bwhat i sent back\b|\bsent (it|them|\w+ ?\w*) back\b"
)
HISTORY = re.compile(
    r"\b(order|purchase|buying|shopping) history\b"
    r"|\b(past|previous|old|recent|latest|last (?:few|couple(?: of)?|two|three|five|ten)) (orders|purchases)\b"
    r"|\b(list|show|see|read|tell)( me| you)?( about)?( all)? (of )?(my|the|our)"
    r" ((past|previous|old|recent|last) )?orders\b|^\W*(all )?my orders\W*$"
    r"|\bwhat (have|did) (i|we) (ever )?(bought|buy|ordered|order)( so far| before| from you| here)?\W*$"
)
CONTENTS = re.compile(
    r"\bwhat (all )?(did|have|had) (i|we) (\w+ )?(order|buy|get|bought|ordered|purchase)\w*\b"
    r"|\b(show|tell|remind) me (again )?what (i|we)( have|'ve)? (ordered|bought|got|purchased)\b"
    r"|\bwhat('?s| is| was| were)( all)? (in|on) (it|that|this|them|my|the)\b"
    r"|\b(order|purchase) history\b|\b(past|previous|old|all my|recent) orders\b"
    r"|\b(list|show)( me)? (all )?(my|the) orders\b|\bhow much (was|did)\b"
    r"|\bwhat did (it|that|the order) (cost|come to)\b|\bthe (total|amount) (of|on|for) (it|that|this|the order)\b"
)


ABOUT_IT = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|oh|um+|uh+|ugh|hm+|well|please|can you|could you|i want to|i'd like to|actually|no)"
    r"\W+)*"
    r"(?P<what>cancel|call off|where|when|what|how much|track|who|which carrier|what did)\b"
    r"(?:(?!\b(?:cart|basket|price|cost of)\b).){0,40}\b(?:it|that|they|them|this|that one|that order|the order)"
    r"(?: (?:come|arrive|get here|be here|now|right now|then|cost|ordered|delivered|please|pls|plz|off"
    r"|going to (?:come|arrive)))*"
    r"\W*$"
)


ONE_BEFORE = re.compile(
    r"^\W*(?:(?:and|so|what about|how about|what was|show me|tell me about)\W+)*"
    r"(?:the )?(?:one|order) before(?: (?:that|it|this|that one|this one))?\W*$"
)
CONTRACTED = re.compile(r"\b(what|where|when|who)'?s\b")


COMES_IT = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|oh|um+|uh+|well)\W+)*"
    r"(?:is|are|will|has|have|did|does|do) (?:it|that|they|those|this)\b.*"
    r"\b(?:com(?:e|es|ing)|arriv\w*|ship\w*|deliver\w*|packed|here|late|(?:on (?:its|the|their) way))\b"
)


_LEAD = (
    r"^\W*(?:(?:and|so|ok(?:ay)?|oh|um+|uh+|wait|hm+|well|please|can (?:you|i|we)|could (?:you|i|we)|i want to"
    r"|i'd like to|i need to|actually|no|sorry|still)\W+)*"
)
_WHEN = r"(?:today|tonight|tomorrow|later|earlier|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:next|this) week)"
# Right after an order was told of, with hardly a word of what is to be changed.
CHANGES_IT = re.compile(
    rf"{_LEAD}(?:(?:add|put) .+ (?:to|in|into|on) (?:it|that|this|(?:my|the|that|this) order)"
    r"|(?:change|edit|update|correct|switch|modify|fix|move) (?:it|that|the|my)\b(?!.*\b(?:cart|basket)\b).{0,40}"
    rf"|(?:make|have|get|deliver|send|ship) it (?:be |come |for |on |to )?(?:the )?{_WHEN}(?: .{{0,20}})?"
    rf"|{_WHEN} (?:instead|rather)|(?:send|ship|deliver) it (?:somewhere else|to .+)"
    r"|(?:make it |i'?ll )?(?:pick ?up|pick it up|delivery|deliver it)(?: .{0,20})? instead)\W*$"
)


def wish_about_it(text: str) -> OrderWish | None:
    """What a short sentence wants of the order that was just told of; None if it is about something else."""
    said = _plain(text)
    if CHANGES_IT.match(said):
        return OrderWish.CHANGE
    asks = ABOUT_IT.match(said) or COMES_IT.match(said)
    return wish_of(said) if asks else None


def asks_for_the_one_before(text: str) -> bool:
    """ "And the one before that", of the order that was just told of."""
    return ONE_BEFORE.match(_plain(text)) is not None


def _plain(text: str) -> str:
    said = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return CONTRACTED.sub(r"\1 is", said)


def wants_history(text: str) -> bool:
    """Whether it is about the orders of all times, and not one of them."""
    return HISTORY.search(text.lower()) is not None


def wish_of(text: str) -> OrderWish:
    """Where it is, where nothing else is asked."""
    said = _plain(text)
    for wish, pattern in (
        (OrderWish.CANCEL, CANCEL),
        (OrderWish.MISSING, MISSING),
        (OrderWish.CHANGE, CHANGE),
        (OrderWish.RETURNED, RETURNED),
        (OrderWish.WENT_THROUGH, WENT_THROUGH),
        (OrderWish.CONTENTS, CONTENTS),
    ):
        if pattern.search(said):
            return wish
    return OrderWish.WHERE
