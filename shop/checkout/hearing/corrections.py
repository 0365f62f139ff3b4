"""Whether a sentence in a checkout corrects it, asks about it, or is about something else."""

import re

QUESTION = re.compile(
    r"^\W*(?:(?:and"
    r"|but|so|ok|okay|wait|hold on|hang on|one (?:moment|second|sec)|no|nope|yes|yeah|yep|oh|well|hey|sorry"
    r"|actually|please|first|then|again|just|hm+|um+|uh)\W+)*"
    r"(?:what|whats|how|when|why|who|which|where|does|did|do (?:you|i|we|they)|is|are|am|has|have (?:you|i|we)|will"
    r"|was|were|should i|tell me)\b"
)
# Said of goods, not of a checkout.
COMMAND = re.compile(
    r"^\W*(?:(?:please|and|also|ok|okay|no|wait|actually|oh|can you|could you|can i|i want to|i'd like to|let me)\W+)*"
    r"(?:add|remove|delete|find|search|look for|take (?:out|off|the|my|one|two|away)|empty|double|swap|compare"
    r"|recommend|do you (?:have|sell|carry|stock)|get rid)\b"
)
MARKS = re.compile(
    r"\b(instead|rather|actually|make it|change|switch|prefer|want|need|(?:can|could) (?:you|i|we|it)|let'?s|i'?d like"
    r"|i'?ll|better|no|not|don'?t|but|please|have it|get it)\b"
)
_WHAT = (
    r"address|place|destination|times?|slots?|windows?|days?|dates?|hour|store|shop|e-?mail|receipt"
    r"|payment|card|delivery"
    r"|pick ?up|method|way"
)
REOPENS = re.compile(
    rf"\b(?:change|edit|update|fix|correct|different|another|other|wrong|new|switch)\b(?: \w+){{0,3}}? ({_WHAT})\b"
    rf"|\b({_WHAT}) (?:is|was|looks) (?:wrong|not right|incorrect)\b"
)
_NAMED = rf"(?:(?:just|only|maybe|the|my|delivery|shipping)\W+)*(?:delivery )?({_WHAT})(?: please)?"
NAMES_IT = re.compile(rf"^\W*{_NAMED}\W*$|^\W*(?:it'?s|that'?s) {_NAMED}\W*$")
MEANT = {
    "address": "address", "place": "address", "destination": "address", "store": "store", "shop": "store",
    "email": "contact", "receipt": "contact", "payment": "payment", "card": "payment", "delivery": "how",
    "pickup": "how", "method": "how", "way": "how",
}  # fmt: skip
ABOUT_THE_RECEIPT = re.compile(r"@|\b(?:e-?mail|receipt|confirmation)\b|\w at \w.* dot \w")
NOTHING = re.compile(
    r"\b(?:nothing|no change|no changes|it'?s (?:fine|good|ok|okay)|leave it as it is|as it is|never ?mind that)\b"
)
FORGOTTEN = re.compile(
    r"\b(?:forgot|forget|forgotten|lost|(?:don'?t|do not|can'?t|cannot) (?:know|remember|recall|have)|no code|reset"
    r"|what(?:'?s| is) my code)\b"
)
HAS_NONE = re.compile(
    r"^\W*(?:no|nope|none|nah|skip(?: (?:it|that|this))?)(?:\W+(?:thanks|thank you|please|receipt))*\W*$"
    r"|\b(?:no|without|skip|don'?t (?:have|want|use|need)|do not (?:have|want|use)|haven'?t(?: got)?)"
    r"(?: (?:an?|any|the|my))? (?:e-?mails?(?: address)?|address|one|receipts?)\b"
)
_LEAD = r"^\W*(?:(?:no|ok|okay|fine|just|then|let'?s)\W+)*"
_END = r"(?:\W+(?:please|then|thanks))*\W*$"
LEAVES_OUT = re.compile(
    rf"{_LEAD}(?:(?:(?:go|carry|move) on|go ahead|continue|proceed|check ?out) )?"
    rf"without(?: (?:it|them|that|those|any|the [\w' -]+))?{_END}"
    rf"|{_LEAD}(?:skip|leave(?: out)?|forget(?: about)?) (?:it|them|that|those)(?: out)?{_END}"
)
START_OVER = re.compile(
    r"\b(?:start (?:the checkout |this |it )?(?:over|again|from scratch)|begin again|from the start)\b"
)


def is_question(said: str) -> bool:
    return QUESTION.match(said.lower()) is not None


def commands(said: str) -> bool:
    return COMMAND.match(said.lower()) is not None


def wants_another(said: str, *, most_words: int) -> bool:
    """ "Friday rather", "make it pickup", or hardly more than the choice itself."""
    words = said.lower().split()
    return len(words) <= most_words // 2 or (len(words) <= most_words and MARKS.search(said.lower()) is not None)


def reopened(said: str, *, is_asked: bool = False) -> str | None:
    """How, address, store, window, contact or payment, where another is wanted and not told yet.

    To "what would you like to change?" the bare name of it is enough (`is_asked`).
    """
    found = REOPENS.search(said.lower()) or (NAMES_IT.match(said.lower()) if is_asked else None)
    if found is None:
        return None
    return MEANT.get((found[1] or found[2]).replace("-", "").replace(" ", ""), "window")


def about_the_receipt(said: str) -> bool:
    return ABOUT_THE_RECEIPT.search(said.lower()) is not None


def changes_nothing(said: str) -> bool:
    return NOTHING.search(said.lower()) is not None


def has_forgotten(said: str) -> bool:
    return FORGOTTEN.search(said.lower()) is not None


def has_none(said: str) -> bool:
    """ "I don't have one", "no e-mail"."""
    return HAS_NONE.search(said.lower()) is not None


def leaves_out(said: str) -> bool:
    """ "Go on without", said of what was asked about and is not in the cart."""
    return LEAVES_OUT.search(said.lower()) is not None


def starts_over(said: str) -> bool:
    return START_OVER.search(said.lower()) is not None
