"""Whether words turn down what has just been shown."""

import re

DENY = "deny"
_THOSE = r"(?:those|these|them|it|that(?: one)?|this(?: one)?|any of (?:those|these|them)|the ones? you showed me)"
_TURNED_DOWN = re.compile(
    rf"\b(?:not (?:those|these|them)\b(?! (?:expensive|big|many|much))|not (?:that|this) one\b|not (?:that|this|it)\W*$"
    r"|none of (?:those|these|them|that)\b|neither(?: (?:one|of (?:those|these|them)))?\W*$"
    r"|(?:something|anything|someone'?s?|some) (?:else|different|other)\W*(?:please|instead|then)?\W*$"
    r"|(?:show|find|give|get|try) me (?:something|some) (?:else|different|other)\b|other (?:ones|options)\b"
    rf"|i (?:really |just )?(?:do not|don'?t|didn'?t) (?:really |actually |much )?(?:like|love|want|care for|fancy)"
    rf" {_THOSE}\W*(?:at all|much|very much|really|either|so much)?\W*$"
    rf"|i (?:hate|dislike|can'?t stand) {_THOSE}\W*$|i'?m not (?:a fan of|into|keen on) {_THOSE}\W*$"
    r"|not what i(?:'m| am| was)? (?:want(?:ed)?|mean|meant|asked|looking|look|had|need(?:ed)?|after)\b)"
)


def turns_down(text: str, *, intent: str) -> bool:
    """In words, or by a plain no."""
    return intent == DENY or says_not_those(text)


def says_not_those(text: str) -> bool:
    """Wants anything but what was shown, or dislikes it."""
    return _TURNED_DOWN.search(" ".join(text.lower().replace("\u2019", "'").split())) is not None
