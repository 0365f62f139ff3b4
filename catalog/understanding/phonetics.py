"""How a word sounds, coarsely: equal for what speech recognition confuses ("a dee das" and "adidas")."""

import re
from functools import lru_cache

_STEPS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"kn(?=[aeiou])", "n"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"gh", ""),
        (r"[cq]u(?=[aeiy])", "kw"),
        (r"tch|ch", "C"),
        (r"sch|sh", "S"),
        (r"th", "T"),
        (r"dg|j|g(?=[eiy])", "J"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"wh", "w"),
        (r"(?<=[^aeiouy])es?$", ""),
        (r"ee|ea|ie|ey|y|i", "i"),
        (r"oo|ew(?![aeiou])|ue|u", "u"),
        (r"oa|ow|oe|au|aw|ou|o", "o"),
        (r"ai|ay|ei|a|e", "a"),
        (r"(?<!^)h", ""),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = frozenset("aiou")


@lru_cache(maxsize=8192)
def sound(letters: str) -> str:
    """Of small letters without spaces."""
    for pattern, heard in _STEPS:
        letters = pattern.sub(heard, letters)
    return letters


def consonants(heard: str) -> int:
    return sum(letter not in _VOWELS for letter in heard)
