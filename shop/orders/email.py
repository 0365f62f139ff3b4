"""E-mail addresses as people type and say them: "maya dot okafor at example dot com"."""

import re

TYPED = re.compile(r"[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
INTRODUCED = re.compile(
    r"(?:[,;]|\band\b|\s)*(?:\b(?:(?:my|the|and|with) )*(?:e-?mail|receipt|contact)(?: address)?"
    r"(?: is| to| goes to|:)*\s+)?"
    rf"{TYPED.pattern}",
    re.IGNORECASE,
)
SIGNS = {
    "dot": ".", "point": ".", "period": ".", "dash": "-", "hyphen": "-", "minus": "-", "underscore": "_", "plus": "+",
}  # fmt: skip
DIGITS = {
    word: str(digit) for digit, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven"))
} | {"eight": "8", "nine": "9", "oh": "0"}
LEADING = re.compile(
    r"^.*\b(?:e ?mail(?: address)?(?: is| was|'s)?|address(?: is| was|'s)?|it'?s|it is|with|under|used|and)"
    r"\s+(?=.*\bat\b)",
    re.IGNORECASE,
)
SPOKEN_AT = re.compile(r"\s+(?:at|@)\s+")
WORD = re.compile(r"[a-z0-9._+-]+")
LONGEST = 254


def email_said(text: str) -> str | None:
    """In small letters; None where nothing in the sentence is an address."""
    if typed := TYPED.search(text):
        return _checked(typed[0].rstrip("."))
    said = LEADING.sub("", text.lower().strip(" .!?,;:"))
    parts = SPOKEN_AT.split(said)
    if len(parts) != 2:
        return None
    local, host = (_joined(part) for part in parts)
    return _checked(f"{local}@{host}")


def without_email(text: str) -> str:
    """What else was said than a typed address, and the words that lead up to it."""
    return " ".join(INTRODUCED.sub(" ", text).split()).strip(" ,;")


def _joined(spoken: str) -> str:
    """Words that are signs become them; the others, spelled letters among them, are put together."""
    return "".join(SIGNS.get(word, DIGITS.get(word, word)) for word in WORD.findall(spoken))


def _checked(address: str) -> str | None:
    return address.lower() if len(address) <= LONGEST and TYPED.fullmatch(address) else None
