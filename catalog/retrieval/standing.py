"""Which goods of the lexicon a shop carries, from what it calls its things."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from catalog.retrieval.lexicon import Lexicon, lexicon


class Standing(Enum):
    """How a shop stands to some goods. CARRIED: it has them, or kinds of them. PERHAPS: it has what they are a kind of,
    under so broad a name that they may be among it. ABSENT: by none of its names."""

    CARRIED = "carried"
    PERHAPS = "perhaps"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The goods that a phrase names last: `start` words stand before, and the shop has them under `names`, or, where it
    has them `only_instead`, what will do instead of them."""

    start: int
    key: str
    standing: Standing
    names: tuple[str, ...] = ()
    only_instead: bool = False


class Stocked:
    """`kinds` are what the shop's things are, `names` what else they go by; `plain` names may stand for what is not
    told apart: a shelf of boots, in a shop that says no more of its things."""

    def __init__(
        self, *, kinds: Collection[str], names: Iterable[str], plain: Collection[str], goods: Lexicon | None = None
    ) -> None:
        self._goods = goods = goods or lexicon()
        self._carried: dict[str, dict[str, None]] = defaultdict(dict)
        endings = {" ".join(words[start:]) for words in map(str.split, kinds) for start in range(1, len(words))}
        for kind in kinds:
            if (found := goods.named_last(kind.split())) is not None:
                self._carry(kind, found[1])
        for name in names:
            # What only ends the name of a kind need not be a name: ice cream is no cream.
            if name not in endings and (key := goods.key_of(name)):
                self._carry(name, key)
        self._plain: dict[str, dict[str, None]] = defaultdict(dict)
        for name in (*kinds, *plain):
            if key := goods.key_of(name):
                self._plain[key][name] = None

    def asked(self, phrase: Sequence[str]) -> Asked | None:
        """None where the phrase ends in nothing that the lexicon knows."""
        found = self._goods.named_last(phrase)
        if found is None:
            return None
        start, key = found
        for only_instead, near in ((False, (key,)), (True, self._goods.instead_of(key))):
            if names := tuple(dict.fromkeys(name for each in near for name in self._carried.get(each, ()))):
                return Asked(start=start, key=key, standing=Standing.CARRIED, names=names, only_instead=only_instead)
        broader = tuple(name for parent in self._goods.parents_of(key) for name in self._plain.get(parent, ()))
        return Asked(start=start, key=key, standing=Standing.PERHAPS if broader else Standing.ABSENT, names=broader)

    def names_of(self, key: str) -> tuple[str, ...]:
        """All names of goods that would have been right."""
        return tuple(name for each in (key, *self._goods.instead_of(key)) for name in self._goods.names_of(each))

    def is_goods(self, words: Sequence[str]) -> bool:
        """Whether they name any goods: a dog raincoat is not a raincoat that is dog."""
        ends = range(1, len(words) + 1)
        return any(self._goods.key_of(" ".join(words[start:end])) for end in ends for start in range(end))

    def _carry(self, name: str, key: str) -> None:
        for each in (key, *self._goods.ancestors_of(key)):
            self._carried[each][name] = None
