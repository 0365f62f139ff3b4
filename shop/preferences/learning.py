"""What a shopper says of being learned from: that it is to stop, or may go on."""

import re

_POLITE = (
    r"^\W*(?:(?:ok(?:ay)?|so|well|hey|and|but|now|actually|please|just|can you|could you|would you|will you"
    r"|i want you to|i'?d like you to|you (?:should|must|have to|need to)|i (?:want|would like|'?d like) to"
    r"|let me|let'?s)\b\W*)*"
)
_ME = r"(?:me|myself|my (?:data|habits?|behaviou?r|activity|shopping|purchases|clicks|visits|preferences|choices))"
_WHAT = (
    rf"(?:(?:anything |things |stuff |more )*(?:about|from|on|of) (?:{_ME}|what i (?:do|buy|click|say|look at|like))"
    rf"|{_ME}|what i (?:do|buy|click|look at|like))"
)
_DOING = (
    r"(?:learn(?:ing)?|track(?:ing)?|profil(?:e|ing)|collect(?:ing)?|record(?:ing)?|watch(?:ing)?|analy[sz](?:e|ing))"
)
_DATA = r"(?: (?:any )?(?:data|information|info))?"
_LEARNING = r"(?:learning|tracking|profiling|personali[sz]ation|personali[sz]ing|data collection)"
_NO_MORE = r"(?: (?:any ?more|from now on|again|ever|please|any longer|at all|altogether|now))*\W*$"
_STOPS = re.compile(
    rf"{_POLITE}(?:(?:stop|quit|no more|cease) {_DOING}{_DATA}(?: {_WHAT})"
    rf"|(?:don'?t|do not|never|you (?:may|can|should|must)(?: ?not|n?'?t)|i (?:don'?t|do not) want you to) (?:ever )?"
    rf"{_DOING}{_DATA} {_WHAT}|i (?:don'?t|do not) want to be (?:learned from|learnt from|tracked|profiled|recorded)"
    rf"|(?:stop|no|no more|turn off|switch off|disable|opt (?:me )?out of) (?:the |all |any |my )?{_LEARNING}"
    rf"|turn (?:the |all |my )?{_LEARNING} off|(?:opt (?:me )?out)|stop learning){_NO_MORE}"
)
_MAY = re.compile(
    rf"{_POLITE}(?:you (?:may|can|could|are allowed to|'?re allowed to) (?:now )?(?:again )?(?:learn|track)(?: again)?"
    rf"(?: {_WHAT})?|(?:start|resume|continue|keep|go on|begin) learning(?: again)?(?: {_WHAT})?"
    rf"|learn (?:from|about) (?:{_ME}|what i (?:do|buy|click|say|look at|like)) again"
    rf"|(?:turn|switch) (?:the |my )?{_LEARNING} (?:back )?on|(?:turn|switch) (?:back )?on (?:the |my )?{_LEARNING}"
    rf"|(?:enable|allow|resume) (?:the |my )?{_LEARNING}|opt (?:me )?(?:back )?in){_NO_MORE}"
)


def learning_wished(text: str) -> bool | None:
    """Whether it may be learned from them; None if the sentence is about something else."""
    said = " ".join(text.lower().replace("\u2019", "'").split())
    if _STOPS.search(said):
        return False
    return True if _MAY.search(said) else None
