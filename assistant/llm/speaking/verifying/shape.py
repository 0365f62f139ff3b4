"""What a sentence may look like before anything of it is read: plain words for a voice, and nothing that leads away."""

import re
import unicodedata

MOST_WORDS = 45
_MARKUP = re.compile(r"[\[\]<>{}`*#_|\\^~=@\n\r\t]|://|!\(|&#|&\w+;")
_ADDRESS = re.compile(
    r"\b\w+\.(?=[a-z]{2,})[a-z]\w*|\bwww\b|\b(?:https?|ftp|mailto|javascript|data)\s*:", re.IGNORECASE
)
# A question is one without its mark too, and so is an order: "Have the jacket at that price."
_ASKS = re.compile(
    r"\W*(?:is|are|was|were|has|have|do|does|did|can|could|will|would|should|may|which)\b(?!['\u2019]| not\b)",
    re.IGNORECASE,
)
_PLAIN_CATEGORIES = frozenset(
    {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "No", "Zs", "Pd", "Po", "Pi", "Pf", "Ps"}
)
_ALSO_PLAIN = frozenset("$€£₹%°+)’”'")  # noqa: RUF001 - quotes as models write them


def is_plain(sentence: str) -> bool:
    """No markup, address, question or hidden sign; one sentence of bearable length."""
    said = sentence.strip()
    if not said or len(said.split()) > MOST_WORDS or "?" in said or _MARKUP.search(said) or _ADDRESS.search(said):
        return False
    if _ASKS.match(said):
        return False
    if said != unicodedata.normalize("NFKC", said).strip():
        return False
    return all(unicodedata.category(sign) in _PLAIN_CATEGORIES or sign in _ALSO_PLAIN for sign in said)
