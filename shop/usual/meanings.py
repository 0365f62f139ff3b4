"""What a shopper means by a word, as their corrections tell: "when you say milk, you mean the oat milk"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shop.recollection import stem

_FORGET = r"(?:(?:please|can you|could you|you can) )*(?:forget|delete|remove|erase|drop)"
_MEANING = (
    r"(?:what i (?:mean|meant) (?:by|with|when i say)|(?:everything|all|what) (?:that )?you know about(?! me\b)"
    r"|(?:my|the|that) (?:correction|meaning)s? (?:of|about|for|with))"
)
_ONE = re.compile(
    rf"^{_FORGET} (?:(?P<explicit>{_MEANING}) |(?:that i (?:mean|meant|want|wanted|prefer)|my usual|which) )?"
    r"(?:(?:the|my|about|that|one|a) )*(?P<what>[^.!?,]+?)"
    r"(?: (?:(?P<correction>corrections?|meaning|i (?:mean|meant))|thing|i (?:want|like)))?(?: please)?\W*$"
)
_ALL = re.compile(rf"^{_FORGET} (?:all |all of )?(?:my|the) corrections\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`word` is what both things are called; empty where they have no name in common."""

    variant_id: str
    title: str
    attributes: Mapping[str, str]
    instead_of: str
    told_at: datetime

    @property
    def word(self) -> str:
        return common_name(self.title, self.instead_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Which meanings are to go: all, where `words` are empty. Not `explicit`, something else may be meant as well."""

    words: str
    explicit: bool

    def meets(self, meaning: Meaning) -> bool:
        asked = _stems(self.words)
        named = _stems(meaning.word)
        return asked <= _stems(meaning.title) | named and (not named or not asked or bool(asked & named))


def forgetting_in(text: str) -> Forgetting | None:
    said = " ".join(text.lower().replace("\u2019", "'").split())
    if _ALL.match(said):
        return Forgetting(words="", explicit=True)
    found = _ONE.match(said)
    if found is None:
        return None
    return Forgetting(words=found["what"], explicit=bool(found["explicit"] or found["correction"]))


def newest(every: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """From the newest to the oldest, each word once: who changed their mind means the last thing."""
    kept: dict[str, Meaning] = {}
    for meaning in every:
        kept.setdefault(meaning.word or meaning.variant_id, meaning)
    return tuple(kept.values())


def common_name(title: str, other: str) -> str:
    """ "Milk" of "Oatfellow Oat Milk, half gal" and "Barrow Whole Milk"."""
    one, two = (name.split(",")[0].lower().split() for name in (title, other))
    shared = 0
    while shared < min(len(one), len(two)) and one[-1 - shared] == two[-1 - shared]:
        shared += 1
    return " ".join(one[len(one) - shared :])


def _stems(words: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[\w'-]+", words.lower())}
