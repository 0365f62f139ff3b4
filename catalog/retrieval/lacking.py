"""What a text says a thing comes without: "without straw", "strawless", "no lid", "nut-free", "cord not included"."""

import re

from catalog.retrieval.analyser import FUNCTION_WORDS, compounds_of, folded, words_of

# Passed over between the word that denies and what is denied: "no need for a drill", "without having to use glue".
_BETWEEN = (
    r"(?:(?:a|an|any|the|its|your|added|extra|additional|separate|use|uses|using|need|needing|having|to|of|for)\s+)*"
)
_WORD = r"[a-z0-9][a-z0-9'-]*"
_STOP = "|".join(sorted(FUNCTION_WORDS | {"when", "if", "because", "while", "needed", "required", "included", "but"}))
_WITHOUT = re.compile(
    rf"\b(?:without|w/o|no|minus|free of|free from)\s+{_BETWEEN}"
    rf"({_WORD}(?:\s+(?!(?:{_STOP})\b){_WORD}){{0,2}}(?:\s+n?or\s+{_WORD})*)"
)
_NOT = re.compile(r"\bnot\s+(?:an?\s+|the\s+)?(?!(?:included|only|just|all|yet)\b)([a-z]{3,})")
_LEFT_OUT = re.compile(rf"({_WORD}(?:\s+{_WORD})?)\s+(?:is\s+|are\s+)?(?:not|isnt|arent)\s+included\b")
_FREE = re.compile(r"\b([a-z]{3,})[- ]free\b")
_SPACED_FREE = re.compile(r"\b([a-z]{3,}) free\b")
_HYPHENED_LESS = re.compile(r"\b([a-z]{3,})-less\b")
_LESS = re.compile(r"\b([a-z]{3,})-?less\b")
# What stands before "-less" and "-free" without being denied.
_NO_DENIAL = frozenset({"regard", "nonethe", "price", "end", "count", "time", "hands", "toll", "stress", "risk"})
_LONGEST_READ = 4000


def lacks_of(text: str) -> set[str]:
    """The terms of all that the text says is not there."""
    plain = folded(text[:_LONGEST_READ])
    return {term for phrase in _denied(plain) for term in words_of(phrase)} - FUNCTION_WORDS


def affirmed(text: str) -> set[str]:
    """The terms of a text but for those it only denies: a bottle "without straw" is not called a straw."""
    plain = folded(text)
    for pattern in (_LEFT_OUT, _WITHOUT, _NOT):
        plain = pattern.sub(" , ", plain)
    return compounds_of(_HYPHENED_LESS.sub(r"\1less", _SPACED_FREE.sub(r"\1-free", plain)))


def _denied(plain: str) -> list[str]:
    # Most texts deny nothing, and a plain look for the word is far quicker than the pattern.
    tried = ((_WITHOUT, ""), (_NOT, "not"), (_LEFT_OUT, "included"), (_FREE, "free"), (_LESS, "less"))
    found = (match.group(1) for pattern, word in tried if word in plain for match in pattern.finditer(plain))
    return [phrase for phrase in found if phrase not in _NO_DENIAL]
