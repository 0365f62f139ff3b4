"""Titles that are all in capitals, in letters that can be read and read aloud."""

import re

from catalog.understanding.words import word_set

_FEWEST_LETTERS = 8
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SMALL = word_set("a an and at by for from in of on or the to with fl oz lb lbs ct ml kg g l pk gal qt pt ft cm mm x")
_INITIALS = word_set(
    "aa aaa bbq bpa cd cpu diy dvd eu fm gb gps hd hdmi hepa ipa led lcd mah mb mp nfc oled pc pla psi pu pvc qled "
    "ram rgb sd spf ssd tb tpu tv uhd uk us usa usb uv vr xl xs xxl xxxl"
)


def calmed(title: str, *, brand: str = "") -> str:
    """As it is, unless all of it is in capitals; a brand keeps its own spelling."""
    if not title.isupper() or sum(map(str.isalpha, title)) < _FEWEST_LETTERS:
        return title
    calm = _WORD.sub(lambda found: _word(found.group(), first=found.start() == 0), title)
    return re.sub(rf"(?<!\w){re.escape(brand)}(?!\w)", lambda _: brand, calm, flags=re.IGNORECASE) if brand else calm


def _word(word: str, *, first: bool) -> str:
    lower = word.lower()
    if lower in _INITIALS:
        return word
    if word[1:2] in {"'", "\u2019"}:
        return f"{word[:2]}{word[2:].capitalize()}"  # O'Dell
    return lower if lower in _SMALL and not first else lower.capitalize()
