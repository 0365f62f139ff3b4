"""What is spoken on Siri: plain words, without markup, addresses or pictures, and never too long."""

import re
import unicodedata

MOST_SIGNS = 600
ON_THE_SCREEN = "I've put it on your screen."

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|data|mailto):)\S*"
    r"|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*`~|#•<>\[\]{}\\^]|(?<!\w)_+|_+(?!\w)")
_SENTENCE_END = re.compile(r"[.!?…][\"'\u201d\u2019)]*(?=\s|$)")
# Of the signs that are no letters these alone are spoken.
_SPOKEN_SIGNS = frozenset("°№℃℉")
_PICTURES = ("So", "Cs", "Co", "Cn", "Cc")
_ADDED_TO_PICTURES = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


def spoken(text: str) -> str:
    """The words of an answer; where nothing is left of it, that it is to be seen."""
    # What nobody sees goes first, so that nothing hides in it.
    plain = "".join(sign for sign in _ADDED_TO_PICTURES.sub("", text) if unicodedata.category(sign) != "Cf")
    plain = _ADDRESS.sub(" ", _TAG.sub(" ", _LINK.sub(r"\1", plain)))
    plain = "".join(_said(sign) for sign in _MARKS.sub(" ", plain))
    plain = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(plain.split()))
    return cut(plain) if any(sign.isalnum() for sign in plain) else ON_THE_SCREEN


def cut(plain: str, *, most: int = MOST_SIGNS) -> str:
    """Whole sentences as far as they fit; of one that is too long by itself, whole words."""
    if len(plain) <= most:
        return plain
    ends = [end.end() for end in _SENTENCE_END.finditer(plain, 0, most + 1) if end.end() <= most]
    if ends:
        return plain[: ends[-1]]
    words = plain[:most].rpartition(" ")[0] or plain[: most - 1]
    return f"{words.rstrip(' ,;:-')[: most - 1]}…"


def _said(sign: str) -> str:
    if sign.isspace():
        return " "
    is_picture = unicodedata.category(sign) in _PICTURES and sign not in _SPOKEN_SIGNS
    return " " if is_picture else sign
