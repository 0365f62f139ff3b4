"""A sentence about oneself taken apart: one clause for each thing that is told, without what merely leads up to it."""

import re
from collections.abc import Iterator

PEOPLE = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|son|daughter|kids?|child|children|baby|toddler|mother|mom|mum"
    r"|father|dad|brother|sister|roommate|family|grandma|grandpa|granddaughter|grandson|niece|nephew)"
)
_SUBJECTS = (
    r"(?:i|i'?m|i am|i'?ve|i'?d|my|we|we'?re|we'?ve|our|call me|keep|never|don'?t|do not|always|stop|forget|remember"
    r"|delete|remove|speak|talk|slow|please|allergic|you can call|can you|what|show me|no more|only ever|only show"
    r"|need|want|wanna|gimme"
    r"|looking for|got any|from now on|nothing with|not allergic"
    r"|find|look for|get me|give me|any|do you have|recommend)"
)
_ENDS = re.compile(
    rf"\s*(?:[.;!?]+(?=\s|$)|(?:,\s*)?\b(?:and|but|so|because|plus|also)\s+(?:oh\s+|also\s+|then\s+|please\s+)?"
    rf"(?={_SUBJECTS}\b)|,\s*(?=(?:oh |um |uh |and |but |also )*{_SUBJECTS}\b))\s*"
)
_LEADS = re.compile(
    r"^(?:(?:um+|uh+|er+|nm|nvm|never ?mind|lol|haha"
    r"|hey|hi|hello|ok|okay|so|well|oh|and|but|also|actually|sorry|(?:no|yes)(?=,)|by the way|btw|fyi"
    r"|just so you know|for your information|please|kindly|could you|can you|would you|will you|i want you to"
    r"|i'?d like you to|you should|you need to|remember|note(?: down)?|keep in mind|bear in mind|don'?t forget|save"
    r"|that|for (?:the )?(?:future|next time)|from now on|in (?:the )?future|in general|generally"
    r"|the thing is|just|now)\b[,:]?\s+)+"
)
_APOSTROPHES = re.compile("[\u2019\u02bc]")
# As it is typed in a hurry: "im veggie n allergic 2 nuts".
_TYPED_AND = re.compile(r" (?:n|&|\+) (?=allergic|i\b|i'?m\b|my\b|we\b)")
_TYPED_TO = re.compile(r"(?<=allergic) 2 ")
_TAILS = re.compile(
    r"(?:[\s,]+(?:please|thanks|thank you|from now on|in (?:the )?future|in general|generally|ever again|ever|at all"
    r"|any ?more|keep (?:that|it) in mind|remember (?:that|it|this)|save (?:that|it)|just so you know|you know"
    r"|by the way|btw|fyi|too|as well|also|tho|though|actually|ok|okay|now|again|for me|to me|because .*"
    r"|since (?:i|we|my|it) .*|it itches))+[\s.,!?]*$"
)


def clauses_of(text: str) -> list[str]:
    """In lower case and with plain apostrophes; nothing of "remember that", "from now on" or "please" is left."""
    return [clause for piece in _ENDS.split(_plain(text)) if (clause := stripped(piece))]


def stripped(piece: str) -> str:
    return _TAILS.sub("", _LEADS.sub("", f"{piece.strip(' ,:')} ")).strip(" ,:.!?")


def listed(objects: str) -> Iterator[str]:
    """ "Nuts, soy and wool" are three."""
    for one in re.split(r"\s*,\s*(?:and |or )?|\s+(?:and|or|nor)\s+(?:also )?", objects):
        if name := re.sub(r"^(?:to |any |all |the |a |an |some |of |anything (?:with|in|made of) |things (?:with|in) "
                          r"|products (?:with|in|made of) |real )+", "", one.strip()):  # fmt: skip
            yield name


def _plain(text: str) -> str:
    words = re.sub(r"\s+", " ", _APOSTROPHES.sub("'", text).lower()).strip()
    words = re.sub(r"\bur\b", "your", re.sub(r"\bu\b", "you", words))
    return _TYPED_TO.sub(" to ", _TYPED_AND.sub(" and ", words))
